import type { RuleFact } from '../set/rule-set.ts';
import { member } from '../expression/values.ts';

/** `step.arguments.replicas`, `labels["app.kubernetes.io/name"]`, `items[0].name`: the names on the way. */
export type Path = readonly string[];

const segment = /(?:^|\.)([A-Za-z_][A-Za-z0-9_-]*)|\[(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([0-9]+))\]/y;

/** Undefined where the text is no path. */
export function parsePath(text: string): Path | undefined {
  const path: string[] = [];
  segment.lastIndex = 0;
  while (segment.lastIndex < text.length) {
    const found = segment.exec(text);
    if (found === null || (path.length === 0 && found[1] === undefined)) return undefined;
    path.push(found[1] ?? found[4] ?? (found[2] ?? found[3] ?? '').replace(/\\(.)/g, '$1'));
  }
  return path.length === 0 ? undefined : path;
}

export function formatPath(path: Path): string {
  return path
    .map((name, index) =>
      /^[A-Za-z_][A-Za-z0-9_-]*$/.test(name) ? (index === 0 ? name : `.${name}`) : `[${JSON.stringify(name)}]`,
    )
    .join('');
}

/** The value at the path; undefined where something on the way is missing. */
export function readPath(fact: RuleFact, path: Path): unknown {
  let value: unknown = fact;
  for (const name of path) {
    value = member(value, name);
    if (value === undefined) return undefined;
  }
  return value;
}
