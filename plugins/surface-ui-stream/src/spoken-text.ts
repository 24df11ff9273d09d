import type { AnswerWords } from '@hexaops/core';

export type Chunk = { readonly type: string } & Readonly<Record<string, unknown>>;

/** What a client that shows nothing but text shows below words that were taken back. */
const withdrawn = 'The words just above are withdrawn.';

/**
 * Text that comes in pieces, as parts of text that can only grow. Where words are taken back, their part ends as it is, a part
 * of its own says so at once, whatever follows, and what is said in place of them begins another. No words that were taken back
 * ever stand as if they held.
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
    return [...this.takeBack(id), ...this.#grow(id, words)];
  }

  /** All of a text, some of which may have been said. `isMended`: the parts before hold other words than these, too. */
  whole(id: string, text: string): { readonly chunks: readonly Chunk[]; readonly isMended: boolean } {
    const before = text.startsWith(this.#shown) ? [] : this.takeBack(id);
    const chunks = [...before, ...this.#grow(id, text.slice(this.#shown.length)), ...this.end()];
    const isMended = this.#isStale;
    this.#isStale = false;
    return { chunks, isMended };
  }

  /** What has been said and is not whole yet does not hold; nothing where nothing has been said. */
  takeBack(id: string): readonly Chunk[] {
    if (this.#part === undefined) return [];
    this.#isStale = true;
    const note = `${id}-withdrawn`;
    return [
      ...this.end(),
      { type: 'text-start', id: note },
      { type: 'text-delta', id: note, delta: withdrawn },
      { type: 'text-end', id: note },
    ];
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
