import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, type Document } from 'yaml';
import type { ConfigProblem } from './problem.ts';

export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A YAML file whose every value can be found again. */
export class ConfigDocument {
  readonly file: string;
  readonly problems: readonly ConfigProblem[];
  readonly #document: Document;
  readonly #lines = new LineCounter();

  constructor(file: string, text: string) {
    this.file = file;
    this.#document = parseDocument(text, { lineCounter: this.#lines, prettyErrors: false });
    this.problems = [...this.#document.errors, ...this.#document.warnings].map(({ message, pos }) => ({
      path: '(syntax)',
      message: message.replaceAll(/\s+/g, ' '),
      source: file,
      ...this.#placeOf(pos[0]),
    }));
  }

  /** A fresh copy of the content; an empty file is an empty map. */
  value(): unknown {
    return this.#document.toJS() ?? {};
  }

  /** Where the value at a path stands; for a path that is not there, what encloses it. An unknown key is found by its name. */
  locate(path: readonly string[]): Place {
    let node: unknown = this.#document.contents;
    let offset = 0;
    for (const key of path) {
      if (isMap(node)) {
        const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === key);
        if (pair === undefined) break;
        offset = startOf(pair.key) ?? offset;
        node = pair.value;
      } else if (isSeq(node)) {
        node = node.items[Number(key)];
        offset = startOf(node) ?? offset;
      } else break;
    }
    return this.#placeOf(offset);
  }

  #placeOf(offset: number): Place {
    const { line, col } = this.#lines.linePos(offset);
    return { line, column: col };
  }
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
