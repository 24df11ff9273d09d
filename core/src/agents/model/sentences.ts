/** A sentence of a text, as it was written. */
export interface Sentence {
  readonly text: string;
  /** Counts from 0. */
  readonly line: number;
  /** Its line is an item of a list. */
  readonly item: boolean;
}

/** What opens an item of a list. */
const marker = /^\s*(?:[-*+•]|\d{1,2}[.)])\s+/u;
/** Enough of a line to tell whether it is an item. */
const begun = /^\s*\S+\s+\S/;
/**
 * The end of a sentence that nothing which follows can change: what comes next is no citation, which would belong to it, nor
 * may become one.
 */
const certainEnd =
  /(?:(?<!\b\p{L}\.\p{L})[.!?](?:\s?\[e\d{1,6}\]){0,8}\s+|[。！？｡](?:\s?\[e\d{1,6}\]){0,8}\s*)(?=[^\s[」』）])/gu;
/** Characters of a line in which ends are looked for before the line is complete. */
const longestLook = 4_000;

/** Takes a text apart that comes piece by piece: into the same sentences, wherever it was cut. */
export class SentenceReader {
  /** Of the line that is being read, what is not given yet. */
  #rest = '';
  #line = 0;
  /** Undefined: not known yet. */
  #item: boolean | undefined;

  /** The sentences that are complete now. */
  read(text: string): readonly Sentence[] {
    this.#rest += text;
    const given: Sentence[] = [];
    if (text.includes('\n')) {
      const lines = this.#rest.split(/\r?\n/);
      const unfinished = lines.pop() ?? '';
      for (const line of lines) {
        this.#rest = line;
        given.push(...this.#endLine());
      }
      this.#rest = unfinished;
    }
    if (this.#rest.length <= longestLook) given.push(...this.#complete());
    return given;
  }

  /** What is left where the text ends. */
  end(): readonly Sentence[] {
    return this.#endLine();
  }

  #endLine(): readonly Sentence[] {
    this.#item ??= this.#openLine();
    const sentences = this.#take(this.#rest.length);
    this.#rest = '';
    this.#item = undefined;
    this.#line += 1;
    return sentences;
  }

  #complete(): readonly Sentence[] {
    if (this.#item === undefined) {
      if (!begun.test(this.#rest)) return [];
      this.#item = this.#openLine();
    }
    const last = [...this.#rest.matchAll(certainEnd)].at(-1);
    return last === undefined ? [] : this.#take(last.index + last[0].length);
  }

  #openLine(): boolean {
    const opening = marker.exec(this.#rest)?.[0];
    this.#rest = this.#rest.slice(opening?.length ?? 0);
    return opening !== undefined;
  }

  #take(length: number): readonly Sentence[] {
    const sentences = sentencesOf(this.#rest.slice(0, length));
    this.#rest = this.#rest.slice(length);
    return sentences.map((text) => ({ text, line: this.#line, item: this.#item === true }));
  }
}

/** Citations behind a full stop belong to the sentence that it ends. */
function sentencesOf(line: string): readonly string[] {
  return line
    .replaceAll(/([.!?。！？｡])((?:\s?\[e\d{1,6}\]){1,8})/gu, '$2$1')
    .split(/(?<=(?<!\b\p{L}\.\p{L})[.!?])\s+|(?<=[。！？｡])\s*(?=[^\s」』）])/u)
    .filter((part) => part.trim() !== '');
}
