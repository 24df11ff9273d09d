import type { AnswerWords } from '@hexaops/core';

export type Chunk = { readonly type: string } & Readonly<Record<string, unknown>>;

/**
 * Text that comes in pieces, as parts of text that can only grow. Where words are taken back, their part ends as it is, and
 * another is begun with what is said in place of it.
 */
export class SpokenText {
  #part: string | undefined;
  #shown = '';
  #parts = 0;
  /** A part holds words that were taken back. */
  #isStale = false;

  words({ at, text, sequence }: AnswerWords): readonly Chunk[] {
    const id = `w${sequence}-${(this.#parts += 1)}`;
    if (at === this.#shown.length) return this.#grow(id, text);
    const words = this.#shown.slice(0, at) + text;
    this.#isStale = true;
    return [...this.end(), ...this.#grow(id, words)];
  }

  /** All of a text, some of which may have been said. `isMended`: the parts before hold other words than these, too. */
  whole(id: string, text: string): { readonly chunks: readonly Chunk[]; readonly isMended: boolean } {
    const isGrowing = text.startsWith(this.#shown);
    const chunks = isGrowing
      ? [...this.#grow(id, text.slice(this.#shown.length)), ...this.end()]
      : [...this.end(), ...this.#grow(id, text), ...this.end()];
    const isMended = this.#isStale || !isGrowing;
    this.#isStale = false;
    return { chunks, isMended };
  }

  /** Nothing is added to what has been said. */
  end(): readonly Chunk[] {
    const id = this.#part;
    this.#part = undefined;
    this.#shown = '';
    return id === undefined ? [] : [{ type: 'text-end', id }];
  }

  #grow(id: string, delta: string): readonly Chunk[] {
    if (delta === '') return [];
    this.#shown += delta;
    if (this.#part !== undefined) return [{ type: 'text-delta', id: this.#part, delta }];
    this.#part = id;
    return [
      { type: 'text-start', id },
      { type: 'text-delta', id, delta },
    ];
  }
}
