import { addressOf } from './address.ts';

interface Place {
  readonly label: string;
  readonly link: string;
}

interface Group {
  readonly label: string;
  readonly items: readonly (string | Place)[];
  readonly collapsed?: boolean;
}

/** What a group shows: pages, by path or by pattern, and places within a page. */
type Shown = string | RegExp | Place;

const concepts = ['README', 'run', 'plan', 'evidence', 'rules', 'guard', 'approvals', 'sessions', 'plugins', 'models'];
const road = ['README', 'tool', 'worker', 'rules', 'sink', 'provider', 'compatibility'];
const running = [
  'configuration',
  'configuration-reference',
  'errors',
  'reliability',
  'observability',
  'replicas',
  'scaling',
  'models',
  'scheduling',
  'alerts',
  'audit',
  'logs',
];

/** In the order in which somebody new wants them. What no group names is in the last one. */
const groups: readonly (readonly [label: string, pages: readonly Shown[]])[] = [
  ['Begin', ['README.md', 'docs/README.md', 'examples/control-plane/README.md', 'docs/command.md']],
  ['Concepts', [...concepts.map((name) => `docs/concepts/${name}.md`), 'docs/architecture.md']],
  ['Embed it', ['examples/embedding/README.md', 'core/README.md']],
  [
    'Run it',
    [
      'docs/operating.md',
      { label: 'What to do when', link: '/operating/#what-to-do-when' },
      ...running.map((name) => `docs/${name}.md`),
      /^deploy\//,
      'runtime/README.md',
    ],
  ],
  ['Rules', ['docs/rules.md', 'docs/cookbook.md', 'docs/playbooks.md', 'docs/causes.md', 'docs/approvals.md']],
  [
    'Clients',
    ['docs/http.md', 'docs/http-reference.md', 'plugins/surface-ui-stream/README.md', 'plugins/console/README.md'],
  ],
  [
    'Write a plugin',
    [...road.map((name) => `docs/plugins/${name}.md`), 'create-plugin/README.md', 'examples/worker/README.md'],
  ],
  ['Plugins', [/^plugins\//]],
  ['Security', ['docs/security.md', 'docs/threats.md', 'SECURITY.md', 'test/security/README.md']],
  ['Decisions', ['docs/decisions/README.md', /^docs\/decisions\//]],
  ['The project', ['CONTRIBUTING.md', 'docs/benchmarks.md', 'docs/dependencies.md', /./]],
];
const collapsed: ReadonlySet<string> = new Set(['Plugins', 'Decisions', 'The project']);

export function sidebarOf(files: readonly string[]): readonly Group[] {
  const left = new Set(files.toSorted());
  return groups.map(([label, wanted]) => {
    const items = wanted.flatMap((shown): readonly (string | Place)[] => {
      if (typeof shown === 'object' && 'link' in shown) return [shown];
      const fits = (file: string) => (typeof shown === 'string' ? file === shown : shown.test(file));
      const chosen = [...left].filter((file) => fits(file) && left.delete(file));
      if (chosen.length === 0 && typeof shown === 'string')
        throw new Error(`${shown} is no page: see pages/sidebar.ts`);
      return chosen.map((file) => addressOf(file).slice(1, -1) || 'index');
    });
    return { label, items, ...(collapsed.has(label) && { collapsed: true }) };
  });
}
