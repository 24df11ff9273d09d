import { addressOf } from './address.ts';

interface Group {
  readonly label: string;
  readonly items: readonly (string | Group)[];
  readonly collapsed?: boolean;
}

/** In the order in which somebody new wants them. What no group names is in the last one. */
const groups: readonly (readonly [label: string, pages: readonly (string | RegExp)[]])[] = [
  ['Begin', ['README.md', 'docs/README.md', 'examples/control-plane/README.md', 'docs/command.md']],
  [
    'Concepts',
    [
      ...['README', 'run', 'plan', 'evidence', 'rules', 'guard', 'approvals', 'sessions', 'plugins', 'models'].map(
        (name) => `docs/concepts/${name}.md`,
      ),
      'docs/architecture.md',
    ],
  ],
  [
    'Run it',
    [
      'docs/operating.md',
      'docs/configuration.md',
      'docs/configuration-reference.md',
      /^docs\/(scaling|replicas|reliability|observability|models|scheduling|alerts|audit|logs)\.md$/,
      /^deploy\//,
    ],
  ],
  ['Rules', ['docs/rules.md', 'docs/cookbook.md', 'docs/playbooks.md', 'docs/causes.md', 'docs/approvals.md']],
  [
    'Clients',
    ['docs/http.md', 'docs/http-reference.md', 'plugins/surface-ui-stream/README.md', 'plugins/console/README.md'],
  ],
  ['Write a plugin', [/^docs\/plugins\//, /^examples\/(worker|embedding)/, 'core/README.md']],
  ['Plugins', [/^plugins\//]],
  ['Security', ['docs/security.md', 'docs/threats.md', 'SECURITY.md', 'test/security/README.md']],
  ['Decisions', ['docs/decisions/README.md', /^docs\/decisions\//]],
  ['The project', ['CONTRIBUTING.md', 'docs/benchmarks.md', 'docs/dependencies.md', /./]],
];
const collapsed: ReadonlySet<string> = new Set(['Plugins', 'Decisions', 'The project']);

export function sidebarOf(files: readonly string[]): readonly Group[] {
  const left = new Set(files.toSorted());
  return groups.map(([label, wanted]) => {
    const chosen = wanted.flatMap((pattern) =>
      [...left].filter((file) => {
        const fits = typeof pattern === 'string' ? file === pattern : pattern.test(file);
        return fits && left.delete(file);
      }),
    );
    const items = chosen.map((file) => addressOf(file).slice(1, -1) || 'index');
    return { label, items, ...(collapsed.has(label) && { collapsed: true }) };
  });
}
