import { LineCounter, parseAllDocuments, type Document, isMap, isScalar, isSeq } from 'yaml';
import { messageOf } from '../../errors.ts';
import { type RuleIssue, rulesInvalid } from './issue.ts';
import type { RuleSet } from './rule-set.ts';

type Keys = readonly (string | number)[];

/** Where a part of a set stands in its file. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

interface Source {
  readonly file: string;
  readonly document: Document.Parsed;
  readonly lines: LineCounter;
}

/** Which file a set was read from. Sets that were made in code have none. */
const sources = new WeakMap<object, Source>();

/**
 * The rule sets of a YAML (or JSON) text; several documents give several sets. Raises `rules-invalid` for what is no
 * YAML or no mapping; the shape of the sets is checked by `compileRules`, which then knows the line of each mistake.
 */
export function parseRuleSets(text: string, file: string): readonly RuleSet[] {
  const lines = new LineCounter();
  const issues: RuleIssue[] = [];
  const sets: RuleSet[] = [];
  const report = (offset: number, message: string, nextStep: string): void => {
    const { line, col } = lines.linePos(offset);
    issues.push({ file, line, column: col, path: '', message, nextStep });
  };
  for (const document of documentsOf(text, lines, (message) => report(0, message, 'mend the YAML'))) {
    for (const error of document.errors) report(error.pos[0], error.message.split('\n')[0] ?? '', 'mend the YAML');
    if (document.errors.length > 0) continue;
    const start = document.contents?.range[0] ?? 0;
    try {
      const set: unknown = document.toJS({ maxAliasCount: 100 });
      if (set === null) continue;
      if (isMap(document.contents)) {
        sources.set(set as object, { file, document, lines });
        sets.push(set as RuleSet);
      } else report(start, 'this is no mapping', 'start with "apiVersion: hexaops/v1"');
    } catch (error) {
      report(start, messageOf(error), 'use fewer aliases');
    }
  }
  if (issues.length > 0) throw rulesInvalid(issues);
  return sets;
}

/** A text that is nested beyond the stack is reported, and gives no document. */
function documentsOf(
  text: string,
  lineCounter: LineCounter,
  report: (message: string) => void,
): readonly Document.Parsed[] {
  try {
    return parseAllDocuments(text, { lineCounter, uniqueKeys: true, merge: true });
  } catch (error) {
    report(messageOf(error));
    return [];
  }
}

/**
 * The place of `path` in the file of `set`, or of the nearest part around it that is there. `offset` counts characters
 * into a text on one line; in texts of several lines it is ignored.
 */
export function positionOf(set: RuleSet, path: Keys, offset = 0): Position | undefined {
  const source = sources.get(set);
  if (source === undefined) return undefined;
  const { line, col } = source.lines.linePos(startOf(source.document, path, offset));
  return { file: source.file, line, column: col };
}

function startOf(document: Document.Parsed, path: Keys, offset: number): number {
  let node: unknown = document.contents;
  let start = 0;
  for (const key of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key));
      if (!isScalar(pair?.key)) break;
      start = pair.key.range?.[0] ?? start;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(key)];
      start = rangeOf(node) ?? start;
    } else break;
  }
  if (offset > 0 && isScalar(node)) {
    const quoted = node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE';
    if (quoted || node.type === 'PLAIN') return (rangeOf(node) ?? start) + offset + (quoted ? 1 : 0);
  }
  return start;
}

function rangeOf(node: unknown): number | undefined {
  return (node as { readonly range?: readonly [number, number, number] } | undefined)?.range?.[0];
}
