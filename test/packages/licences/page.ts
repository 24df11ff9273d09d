import { allowed } from './licences.ts';
import type { Dependency } from './locked.ts';

/** docs/licences.md. */
export function licencesPage(dependencies: readonly Dependency[]): string {
  const counts = Object.entries(Object.groupBy(dependencies, ({ licence }) => licence))
    .map(([licence, those = []]) => ({ licence, count: those.length }))
    .toSorted((one, other) => other.count - one.count || (one.licence < other.licence ? -1 : 1));
  return [
    '# Licences of what comes along',
    `Made by \`HEXAOPS_WRITE_DOCS=1 npm test\` from the lockfiles: the ${dependencies.length} packages of others that are installed with the packages of Hexaops, or built into the console's page. What only the tests and the development need is not among them.`,
    `Allowed are ${allowed.map((licence) => `\`${licence}\``).join(', ')}, alone or as a choice. A test fails with any other, and with a package that does not say; [releases](releases.md) says what to do then.`,
    table(
      ['licence', 'packages'],
      counts.map(({ licence, count }) => [licence, String(count)]),
    ),
    '## By package',
    table(
      ['package', 'version', 'licence', 'of'],
      dependencies.map(({ name, version, licence, of }) => [
        `\`${name}\``,
        version,
        licence,
        of.map((each) => each.replace('@hexaops/', '')).join(', '),
      ]),
    ),
    '',
  ].join('\n\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
