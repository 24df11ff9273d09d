import type { AuditEntry } from '../../extension/audit.ts';
import { controlPlanePoint } from '../../extension/control-plane.ts';
import { resolverPoint } from '../../extension/resolver.ts';
import { ruleSourcePoint } from '../../extension/rules.ts';
import { type Store, storePoint } from '../../extension/store.ts';
import { defineReadTool, defineWriteTool, type ToolResult, toolPoint } from '../../extension/tool.ts';
import { definePlugin, type PluginApi } from '../../plugin/plugin.ts';
import { parseRuleSets, type RuleSet } from '../../rules/index.ts';
import type { RunEvent } from '../../run/events.ts';
import type { Finding } from '../../run/finding.ts';
import type { Wait } from '../../jobs/wait.ts';
import { createMemoryStore } from '../../store/memory.ts';
import { auditOf } from '../../testing/audit.ts';
import { lastOf } from '../../testing/events.ts';
import { createFakeControlPlane, type FakeControlPlane } from '../../testing/fake-control-plane.ts';
import { createEngine, type EngineConfig } from '../create-engine.ts';
import type { Engine } from '../types.ts';

const rules = `
apiVersion: hexaops/v1
kind: RuleSet
stage: route
rules:
  - id: route.diagnose
    description: what is wrong?
    match: { text: { phrases: ["what is wrong"] } }
    then:
      - plan: { task: Find what is wrong, steps: [{ id: look, tool: look }, { id: count, tool: count }] }
  - id: route.undo
    match: { text: { phrases: ["undo that"] } }
    then: [{ undo: true }]
  - id: route.scale
    match:
      text:
        phrases: ["scale {workload} to {replicas}"]
        captures: { workload: { type: object, kinds: [Deployment] }, replicas: { type: integer, minimum: 0 } }
    then:
      - plan:
          task: "Scale \${workload} to \${replicas}"
          steps:
            - { id: look, tool: look }
            - { id: scale, tool: scale, needs: [look], arguments: { name: "\${workload}", replicas: "\${replicas}" } }
`;

/** What an operator might write who trusts too much: it lets every write through that the engine does not stop. */
export const allowEverything: RuleSet = {
  apiVersion: 'hexaops/v1',
  kind: 'RuleSet',
  stage: 'guard',
  rules: [{ id: 'guard.allow-all', match: { effect: 'write' }, then: [{ allow: true }] }],
};

/** A workspace with one deployment, which outlives the engines that are opened on it. */
export interface Shop {
  replicas: number;
  /** The version of the deployment, where it has one. */
  version: string | undefined;
  /** What reading back shows to be worse since the last change. */
  harm: string | undefined;
  /** Its tool tells where there are as many replicas already. */
  tellsUnchanged: boolean;
  names: readonly string[];
  /** What `look` brings back. */
  result: () => ToolResult | Promise<ToolResult>;
  readonly store: Store;
  readonly controlPlane: FakeControlPlane;
  /** Every effect that took place, in order. */
  readonly effects: number[];
  /** What is recorded of them. */
  audit(): Promise<readonly AuditEntry[]>;
}

export function createShop(): Shop {
  const controlPlane = createFakeControlPlane();
  const shop: Shop = {
    replicas: 1,
    version: undefined,
    harm: undefined,
    tellsUnchanged: false,
    names: ['checkout'],
    result: () => ({ evidence: [textEvidence('all is well')], findings: [] }),
    store: createMemoryStore(),
    controlPlane,
    effects: [],
    audit: () => auditOf(shop.store),
  };
  controlPlane.onPerform(({ parameters }) => {
    shop.replicas = Number(parameters['replicas']);
    shop.effects.push(shop.replicas);
  });
  return shop;
}

export interface ShopOptions {
  readonly config?: EngineConfig;
  readonly sets?: readonly RuleSet[];
  readonly plugin?: (api: PluginApi) => void;
  readonly store?: Store;
  readonly now?: () => number;
  readonly wait?: Wait;
}

export function openShop(
  shop: Shop,
  { config = {}, sets = [], plugin, store, now, wait }: ShopOptions = {},
): Promise<Engine> {
  const shopPlugin = definePlugin({
    register(api) {
      api.contribute(storePoint, store ?? shop.store);
      api.contribute(controlPlanePoint, shop.controlPlane);
      api.contribute(ruleSourcePoint, { id: 'shop', load: async () => parseRuleSets(rules, 'shop.yaml') });
      api.contribute(resolverPoint, {
        id: 'shop',
        kinds: ['Deployment'],
        resolve: async (words) =>
          shop.names.map((name) => ({
            kind: 'Deployment',
            namespace: 'shop',
            name,
            match: name === words ? ('exact' as const) : ('near' as const),
          })),
      });
      const nothing = { type: 'object', additionalProperties: false } as const;
      api.contribute(
        toolPoint,
        defineReadTool({
          name: 'look',
          worker: 'shop',
          description: 'Looks at the shop.',
          input: nothing,
          execute: async () => shop.result(),
        }),
      );
      api.contribute(
        toolPoint,
        defineReadTool({
          name: 'count',
          worker: 'shop',
          description: 'Counts the pods.',
          input: nothing,
          execute: async () => ({ evidence: [textEvidence('3 pods')] }),
        }),
      );
      api.contribute(
        toolPoint,
        defineWriteTool({
          name: 'close',
          worker: 'shop',
          description: 'Closes the shop, without any argument.',
          input: nothing,
          operation: () => ({ operation: 'scale', target: 'shop', parameters: { replicas: 0 } }),
          preview: async () => ({ summary: 'Close the shop', changes: [] }),
          verify: async () => ({ state: 'applied', summary: 'closed', evidence: [] }),
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
          operation: ({ name, replicas }) => ({
            operation: 'scale',
            target: `deployment/shop/${name}`,
            parameters: { name, replicas },
          }),
          preview: async ({ name, replicas }) => ({
            ...(shop.tellsUnchanged && shop.replicas === replicas ? { unchanged: true } : {}),
            summary: `Scale ${name} from ${shop.replicas} to ${replicas}`,
            changes: [{ path: 'spec.replicas', before: shop.replicas, after: replicas }],
            ...(shop.version === undefined ? {} : { resourceVersion: shop.version }),
            blast: { pods: Math.abs(shop.replicas - replicas), replicasBefore: shop.replicas, replicasAfter: replicas },
          }),
          inverse: ({ name }, { changes }) => ({
            tool: 'scale',
            arguments: { name, replicas: Number(changes[0]?.before) },
          }),
          verify: async ({ replicas }) => {
            // As any reading of a cluster does, it takes longer than a signal.
            await new Promise((resolve) => setImmediate(resolve));
            return {
              state: shop.replicas === replicas ? 'applied' : 'not-applied',
              summary: `there are ${shop.replicas} replicas`,
              evidence: [textEvidence(`replicas: ${shop.replicas}`)],
              ...(shop.harm === undefined ? {} : { harm: shop.harm }),
            };
          },
        }),
      );
      plugin?.(api);
    },
  });
  return createEngine({
    plugins: [shopPlugin],
    config: { ...config, ruleSets: [...(config.ruleSets ?? []), ...sets] },
    ...(now === undefined ? {} : { now }),
    ...(wait === undefined ? {} : { wait }),
  });
}

export function textEvidence(text: string) {
  return { source: 'shop', query: 'GET /', title: 'The shop', content: { kind: 'text' as const, text } };
}

/** A finding as a diagnosing tool makes it, whose remedy scales the shop to 2. */
export function findingOf(rest: Partial<Finding> = {}): Finding {
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

export function approve(events: readonly RunEvent[]) {
  return { id: lastOf(events, 'approval-required').approval.id, decision: 'approve' as const };
}

export function runOf(events: readonly RunEvent[]): string {
  const [first] = events;
  if (first === undefined) throw new Error('there is no event');
  return first.run;
}
