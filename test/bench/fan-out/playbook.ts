import assert from 'node:assert/strict';
import {
  type Caller,
  createEngine,
  defineReadTool,
  definePlugin,
  type Engine,
  type Moment,
  type PluginReference,
  ruleSourcePoint,
  toolPoint,
} from '@hexaops/core';
import { parseRuleSets } from '@hexaops/core/rules';

/** Milliseconds after which each source answers. */
export const sources = { rollouts: 20, events: 40, metrics: 70, logs: 100 } as const;
export const slowest: number = Math.max(...Object.values(sources));

/** What each source saw, in seconds: the rollout came first. */
const seen: Readonly<Record<string, Pick<Moment, 'kind' | 'what'> & { readonly second: number }>> = {
  rollouts: { second: 5, kind: 'change', what: 'revision 4 was rolled out' },
  events: { second: 50, kind: 'symptom', what: 'BackOff' },
  metrics: { second: 60, kind: 'symptom', what: 'the error rate rose' },
  logs: { second: 45, kind: 'symptom', what: 'first line like "connection refused"' },
};

const hourAgo = Date.now() - 3_600_000;

const rules = `
apiVersion: hexaops/v1
kind: RuleSet
stage: route
rules:
  - id: bench.what-came-first
    match: { text: { phrases: [what came first] } }
    then:
      - plan:
          task: find what came first
          timeline: {}
          steps: [${Object.keys(sources)
            .map((name) => `{ id: ${name}, tool: read-${name} }`)
            .join(', ')}]
  - id: bench.one-is-silent
    match: { text: { phrases: [what came first without logs] } }
    then:
      - plan:
          task: find what came first
          timeline: {}
          steps: [${Object.keys(sources)
            .map((name) =>
              name === 'logs'
                ? `{ id: logs, tool: read-silent, deadline: ${slowest}ms }`
                : `{ id: ${name}, tool: read-${name} }`,
            )
            .join(', ')}]
`;

/** An engine whose four sources are asked over HTTP, with the store that the plugins bring, else one in memory. */
export function openEngine(url: string, ...plugins: readonly PluginReference[]): Promise<Engine> {
  const bench = definePlugin({
    register(api) {
      api.contribute(ruleSourcePoint, { id: 'bench', load: async () => parseRuleSets(rules, 'bench.yaml') });
      for (const name of [...Object.keys(sources), 'silent']) api.contribute(toolPoint, sourceTool(name, url));
    },
  });
  return createEngine({ plugins: [...plugins, bench] });
}

/** Asks all four sources at once, and nothing else. */
export async function fetchAll(url: string): Promise<void> {
  await Promise.all(Object.keys(sources).map((name) => fetchOne(name, url)));
}

/** Asks, and checks that the answer is right: what came first is named and each source that answered is cited. */
export async function askAndCheck(engine: Engine, message: string, answered: number): Promise<void> {
  let text = '';
  let citations: readonly string[] = [];
  for await (const event of engine.ask(caller, { message })) if (event.type === 'answer') ({ text, citations } = event);
  assert.match(text, /^\*\*The change that came first: Deployment shop\/checkout: revision 4 was rolled out/);
  const symptom = answered === 4 ? 'first line like' : 'BackOff';
  assert.ok(text.includes(`UTC: Deployment shop/checkout: ${symptom}`), text);
  assert.equal(citations.length, answered);
  assert.equal(text.includes('took longer than'), answered < 4);
}

const caller: Caller = {
  subject: 'ada',
  workspace: 'shop',
  organizations: [],
  roles: undefined,
  permissions: undefined,
  token: undefined,
};

function sourceTool(name: string, url: string) {
  return defineReadTool({
    name: `read-${name}`,
    worker: name,
    description: `Reads what ${name} tells.`,
    input: { type: 'object', additionalProperties: false },
    async execute(_, { signal }) {
      await fetchOne(name, url, signal);
      const moment = seen[name];
      const object = { kind: 'Deployment', namespace: 'shop', name: 'checkout' };
      const evidence = [{ source: name, query: url, title: name, content: { kind: 'text' as const, text: name } }];
      if (moment === undefined) return { evidence };
      const { second, kind, what } = moment;
      return { evidence, moments: [{ at: hourAgo + second * 1000, kind, what, object, evidence: [0] }] };
    },
  });
}

async function fetchOne(name: string, url: string, signal?: AbortSignal): Promise<void> {
  const path = name === 'silent' ? 'silent' : `?milliseconds=${sources[name as keyof typeof sources]}`;
  const response = await fetch(`${url}/${path}`, signal === undefined ? {} : { signal });
  assert.equal(await response.text(), 'ok');
}
