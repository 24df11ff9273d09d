import { diff } from 'node:util';

/** What differs between two reports, in words: a line for each declaration that came, went or changed. */
export function changes(before: string, after: string): readonly string[] {
  const old = partsOf(before);
  const present = partsOf(after);
  return [...new Set([...old.keys(), ...present.keys()])].toSorted().flatMap((head) => {
    const was = old.get(head);
    const is = present.get(head);
    if (was === is) return [];
    if (was === undefined) return [`added: ${head}`];
    if (is === undefined) return [`removed: ${head}`];
    return [`changed: ${head}`, ...changedLines(was, is)];
  });
}

/** By their first lines, without what follows the name: overloads are one part. */
function partsOf(report: string): ReadonlyMap<string, string> {
  const parts = new Map<string, string>();
  for (const text of report.trimEnd().split('\n\n')) {
    const [line = ''] = text.split('\n');
    const head = /^(?:\/\/.*|(?:declare )?(?:abstract )?(?:\w+ )?[\w$]+)/.exec(line)?.[0] ?? line;
    const earlier = parts.get(head);
    parts.set(head, earlier === undefined ? text : `${earlier}\n${text}`);
  }
  return parts;
}

function changedLines(was: string, is: string): readonly string[] {
  return diff(was.split('\n'), is.split('\n')).flatMap(([operation, line]) =>
    operation === 0 ? [] : [`  ${operation > 0 ? '-' : '+'} ${line}`],
  );
}
