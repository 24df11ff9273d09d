import type { Node, SourceFile } from 'typescript/unstable/ast';

/**
 * A declaration without its comments, which promise nothing that a compiler sees, without `export`, which the list of
 * exports says, and without the paths of the package's own files.
 */
export function textOf(statement: Node, source: SourceFile): string {
  const start = statement.getStart(source);
  let text = statement.getText(source);
  for (const { pos, end } of commentsIn(statement).toSorted((one, other) => other.pos - one.pos)) {
    if (pos >= start) text = text.slice(0, pos - start) + text.slice(end - start);
  }
  return text
    .replaceAll(/import\("\.[^"]*"\)\./g, '')
    .replace(/^export (default )?/, '')
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '' && !/^\s+(?:private |#private;)/.test(line))
    .join('\n');
}

function commentsIn(statement: Node): readonly { readonly pos: number; readonly end: number }[] {
  const found: { readonly pos: number; readonly end: number }[] = [];
  const visit = (node: Node): void => {
    found.push(...(node.jsDoc ?? []));
    node.forEachChild(visit);
  };
  visit(statement);
  return found;
}
