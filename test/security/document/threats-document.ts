import { switchedOff } from '../switched-off/list.ts';
import { type NamedTest, type Row, type Table, tables } from '../table/index.ts';

/** docs/threats.md, made of the tables that `npm run test:security` runs. */
export function threatsDocument(): string {
  return [
    '# Threats, controls, and the tests that prove them',
    '',
    'Made from `test/security/table` by `HEXAOPS_WRITE_DOCS=1 npm test`. `npm run test:security` runs every test that is named here and prints its figure; [security.md](security.md) has the model behind it.',
    '',
    ...tables.flatMap(section),
    '## Controls that are switched off in turn',
    '',
    `Each of these ${switchedOff.length} is taken out of the source in a process of its own, and a named test must fail by it. The list, with what is changed and who notices, is in [test/security/switched-off](../test/security/switched-off/list.ts).`,
    '',
    ...switchedOff.map(({ name, control }) => `- \`${name}\`: ${control}`),
    '',
  ].join('\n');
}

function section({ title, source, rows }: Table): readonly string[] {
  return [
    `## ${title}`,
    '',
    `The names are from: ${source.includes('docs/security.md') ? "this project's own [model](security.md)" : source}.`,
    '',
    ...rows.flatMap(entry),
  ];
}

function entry({ id, threat, control, tests, pending }: Row): readonly string[] {
  return [
    `### ${/[A-Z]/.test(id) ? `${id} ${threat}` : threat}`,
    '',
    control,
    '',
    ...(pending === undefined ? tests.map(link) : [`Not proven yet: ${pending}.`]),
    '',
  ];
}

function link({ file, name }: NamedTest): string {
  return `- [${inline(name)}](../${file})`;
}

function inline(text: string): string {
  return text.replaceAll(/[[\]<>*_`\\]/g, '\\$&');
}
