import {
  type Agent,
  agentPoint,
  type Caller,
  createEngine,
  defineReadTool,
  definePlugin,
  type Engine,
  llmProviderPoint,
  type PluginReference,
  ruleSourcePoint,
  toolPoint,
} from '@hexaops/core';
import { parseRuleSets } from '@hexaops/core/rules';
import {
  answer,
  type Contestant,
  Counter,
  instantModel,
  instructions,
  probe,
  question,
  type Said,
  task,
  workers,
} from './scene.ts';

const single = 'ask one';
const agents: readonly Agent[] = workers.map((id) => ({
  id,
  description: `Looks after the ${id}.`,
  instructions,
  tools: [probe.name],
  maximumSteps: 4,
}));

const rules = `
apiVersion: hexaops/v1
kind: RuleSet
stage: route
rules:
  - id: bench.one
    match: { text: { phrases: [${single}] } }
    then:
      - plan: { task: ask one, steps: [{ id: one, tool: ${workers[0]}, arguments: { task: ${task} } }] }
`;

const plan: Said = {
  text: JSON.stringify({
    task: question,
    steps: workers.map((tool) => ({ id: tool, tool, arguments: { task }, needs: [] })),
  }),
};

/** What the model does: as a planner it names three agents; as an agent it calls its tool, then answers. */
function say(options: Parameters<Parameters<typeof instantModel>[1]>[0]): Said {
  if (options.responseFormat?.type === 'json') return plan;
  if (options.tools === undefined) return { text: `${answer} [e1][e2][e3]`.replace('. [', ' [').concat('.') };
  const last = options.prompt.at(-1);
  if (last?.role !== 'tool') return { calls: [{ name: probe.name, input: { part: 'all' } }] };
  const id = /evidence (e\d+)\]/.exec(JSON.stringify(last.content))?.[1];
  return { text: `All is well [${id}].` };
}

const caller: Caller = {
  subject: 'ada',
  workspace: 'shop',
  organizations: [],
  roles: undefined,
  permissions: undefined,
  token: undefined,
};

export interface Ours extends Contestant, AsyncDisposable {}

/** The whole engine: events in a store, guard, taint, validation, what is said borne out by evidence. */
export async function openHexaops(name: string, ...plugins: readonly PluginReference[]): Promise<Ours> {
  const counter = new Counter();
  const model = instantModel(counter, say);
  const engine = await createEngine({
    plugins: [
      ...plugins,
      definePlugin({
        register(api) {
          api.contribute(ruleSourcePoint, { id: 'bench', load: async () => parseRuleSets(rules, 'bench.yaml') });
          api.contribute(llmProviderPoint, { id: 'bench', locality: 'private', languageModel: () => model });
          for (const agent of agents) api.contribute(agentPoint, agent);
          api.contribute(
            toolPoint,
            defineReadTool({
              name: probe.name,
              worker: 'shop',
              description: probe.description,
              input: probe.schema,
              async execute(input) {
                const text = await counter.look(input);
                return {
                  evidence: [{ source: 'shop', query: 'all', title: 'The shop', content: { kind: 'text', text } }],
                };
              },
            }),
          );
        },
      }),
    ],
    config: { models: { default: 'bench/instant', rounds: 0 } },
  });
  return {
    name,
    counter,
    oneTool: () => ask(engine, single),
    supervisor: () => ask(engine, question),
    [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose](),
  };
}

async function ask(engine: Engine, message: string): Promise<string> {
  let text = '';
  for await (const event of engine.ask(caller, { message })) if (event.type === 'answer') ({ text } = event);
  return text;
}
