import type { Exported, PublicApi } from './declarations.ts';

/** The file of a package's report: `core.d.ts`. */
export const reportFile = (name: string): string => `${name.replace(/^@hexaops\//, '').replace('/', '-')}.d.ts`;

/** One package's public API as text: what each entry point exports, then each declaration once, by name. */
export function report({ workspace, entries, declarations }: PublicApi): string {
  const parts = [
    `// The public API of ${workspace.manifest.name}: npm run api writes it.`,
    ...[...entries].map(([specifier, exported]) => `// ${specifier}\n${exportList(exported)}`),
    ...declarations.map(({ text }) => text),
  ];
  return `${parts.join('\n\n')}\n`;
}

function exportList(exported: readonly Exported[]): string {
  const own = exported.filter(({ from }) => from === undefined);
  const others = Map.groupBy(
    exported.filter(({ from }) => from !== undefined),
    ({ from }) => from,
  );
  return [
    block(own),
    ...[...others]
      .toSorted(([one = ''], [other = '']) => (one < other ? -1 : 1))
      .map(([from, names]) => block(names).replace(/;$/, ` from '${from}';`)),
  ].join('\n');
}

const block = (exported: readonly Exported[]): string =>
  exported.length === 0
    ? 'export {};'
    : [
        'export {',
        ...exported.map(({ name, local }) => `  ${local === name ? name : `${local} as ${name}`},`),
        '};',
      ].join('\n');
