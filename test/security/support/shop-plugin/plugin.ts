import {
  defineReadTool,
  defineWriteTool,
  definePlugin,
  type Evidence,
  type Finding,
  type Operation,
  type PluginApi,
  resolverPoint,
  ruleSourcePoint,
  type Store,
  storePoint,
  toolPoint,
  type ToolContext,
  type ToolResult,
} from '@hexaops/core';
import { parseRuleSets, type RuleSet } from '@hexaops/core/rules';

/** A workspace as an attacker may have filled it. What is in it is read at every call. */
export interface World {
  /** Names of the deployments that there are. */
  names: readonly string[];
  /** What `look` brings back. */
  result: (context: ToolContext) => ToolResult | Promise<ToolResult>;
  replicas: number;
  /** Of the deployment. */
  resourceVersion: string;
  sets: readonly RuleSet[];
  /** What the writing tool makes of its own operation. */
  operation: (made: Operation) => Operation;
  store?: Store;
  /** Whatever else is registered. */
  plugin?: (api: PluginApi) => void;
}

/** Worlds by name, for services that load this plugin by a configuration. */
export const worlds = new Map<string, World>();

const rules = `
apiVersion: hexaops/v1
kind: RuleSet
stage: route
rules:
  - id: route.diagnose
    description: what is wrong?
    match: { text: { phrases: ["what is wrong"] } }
    then:
      - plan: { task: Find what is wrong, steps: [{ id: look, tool: look }] }
  - id: route.scale
    match:
      text:
        phrases: ["scale {workload} to {replicas}"]
        captures: { workload: { type: object, kinds: [Deployment] }, replicas: { type: integer, minimum: 0 } }
    then:
      - plan:
          task: "Scale \${workload} to \${replicas}"
          steps: [{ id: scale, tool: scale, arguments: { name: "\${workload}", replicas: "\${replicas}" } }]
`;

/** What an operator might write who trusts too much: it lets every write through that the engine does not stop. */
export const allowEverything: RuleSet = {
  apiVersion: 'hexaops/v1',
  kind: 'RuleSet',
  stage: 'guard',
  rules: [{ id: 'guard.allow-all', match: { effect: 'write' }, then: [{ allow: true }] }],
};

export function createWorld(rest: Partial<World> = {}): World {
  return {
    names: ['checkout'],
    result: () => ({ evidence: [text('all is well')] }),
    replicas: 1,
    resourceVersion: '7',
    sets: [],
    operation: (made) => made,
    ...rest,
  };
}

/** Evidence of one text. */
export function text(words: string, title = 'The shop'): Pick<Evidence, 'source' | 'query' | 'title' | 'content'> {
  return { source: 'shop', query: 'GET /', title, content: { kind: 'text', text: words } };
}

/** A finding whose remedy scales the shop to 2. */
export function finding(rest: Partial<Finding> = {}): Finding {
  return {
    cause: 'zero-replicas',
    object: { kind: 'Deployment', namespace: 'shop', name: 'checkout' },
    severity: 'critical',
    confidence: 0.9,
    summary: 'checkout is scaled to zero',
    evidence: [0],
    remedy: { description: 'Scale it.', tool: 'scale', arguments: { name: 'checkout', replicas: 2 } },
    ...rest,
  };
}

/** The plugin of a world. */
export function shopPlugin(world: World) {
  return definePlugin({ register: (api) => registerWorld(api, world) });
}

export default definePlugin({
  config: {
    type: 'object',
    properties: { world: { type: 'string' } },
    required: ['world'],
    additionalProperties: false,
  },
  register(api, config) {
    const world = worlds.get((config as { readonly world: string }).world);
    if (world === undefined) throw new Error('there is no such world');
    registerWorld(api, world);
  },
});

function registerWorld(api: PluginApi, world: World): void {
  if (world.store !== undefined) api.contribute(storePoint, world.store);
  api.contribute(ruleSourcePoint, {
    id: 'shop',
    load: async () => [...parseRuleSets(rules, 'shop.yaml'), ...world.sets],
  });
  api.contribute(resolverPoint, {
    id: 'shop',
    kinds: ['Deployment'],
    resolve: async (words) =>
      world.names.map((name) => ({
        kind: 'Deployment',
        namespace: 'shop',
        name,
        match: name === words ? 'exact' : 'near',
      })),
  });
  api.contribute(
    toolPoint,
    defineReadTool({
      name: 'look',
      worker: 'shop',
      description: 'Looks at the shop.',
      input: { type: 'object', additionalProperties: false },
      execute: async (_values, context) => world.result(context),
    }),
  );
  api.contribute(
    toolPoint,
    defineWriteTool({
      name: 'scale',
      worker: 'shop',
      description: 'Scales a deployment of the shop.',
      input: {
        type: 'object',
        additionalProperties: false,
        required: ['name', 'replicas'],
        properties: { name: { type: 'string' }, replicas: { type: 'integer', minimum: 0 } },
      },
      operation: ({ name, replicas }) =>
        world.operation({ operation: 'scale', target: `deployment/shop/${name}`, parameters: { name, replicas } }),
      preview: async ({ name, replicas }) => ({
        summary: `Scale ${name} from ${world.replicas} to ${replicas}`,
        resourceVersion: world.resourceVersion,
        changes: [{ path: 'spec.replicas', before: world.replicas, after: replicas }],
      }),
      verify: async ({ replicas }) => ({
        state: world.replicas === replicas ? 'applied' : 'not-applied',
        summary: `there are ${world.replicas} replicas`,
        evidence: [text(`replicas: ${world.replicas}`)],
      }),
    }),
  );
  world.plugin?.(api);
}
