import { createControlPlane } from '@hexaops/control-plane';
import { controlPlanePoint, createEngine, definePlugin, type Engine, type Plan, type Tool } from '@hexaops/core';
import { createFakeControlPlane } from '@hexaops/core/testing';
import workerKubernetes from '@hexaops/worker-kubernetes';
import { type RecordingControlPlane, startControlPlane } from './control-plane.ts';
import { contributionsOf } from './tools.ts';

const namespaces = { shop: ['shop'], lab: ['lab'] };

/** Every tool of the Kubernetes worker, to be looked at. */
export const kubernetesTools: readonly Tool[] = contributionsOf(
  workerKubernetes,
  { namespaces },
  createFakeControlPlane(),
).tools;

/** An engine with the Kubernetes worker, whose control plane records each call that reaches it. */
export interface Station extends AsyncDisposable {
  readonly engine: Engine;
  readonly controlPlane: RecordingControlPlane;
  /** Every message is answered by this plan. */
  plan: Plan | undefined;
}

export async function openStation(): Promise<Station> {
  await using cleanUp = new AsyncDisposableStack();
  const controlPlane = cleanUp.use(await startControlPlane());
  const client = createControlPlane({ url: controlPlane.url });
  const own = definePlugin({
    register(api) {
      api.contribute(controlPlanePoint, client);
      api.tap('plan', async () => station.plan);
    },
  });
  const engine = cleanUp.use(await createEngine({ plugins: [own, { use: workerKubernetes, config: { namespaces } }] }));
  const kept = cleanUp.move();
  const station: Station = {
    engine,
    controlPlane,
    plan: undefined,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
  return station;
}

/** One call of one tool, as if the person had written each argument. */
export function planOf({ name, effect, worker }: Tool, values: Readonly<Record<string, unknown>>): Plan {
  const entries = Object.keys(values).map((key) => [key, { taint: 'caller', origin: 'the test' }] as const);
  const provenance = Object.fromEntries(entries);
  const step = { id: 's1', tool: name, worker, effect, arguments: values, needs: [], provenance };
  return { task: 'look', steps: [step], madeBy: { rule: 'test' }, tainted: false };
}

/** Arguments with which the tool would do its work, as its schema asks for them. */
export function usualArguments({ input }: Tool): Readonly<Record<string, unknown>> {
  const properties = input['properties'] as Readonly<Record<string, Readonly<Record<string, unknown>>>> | undefined;
  const required = (input['required'] ?? []) as readonly string[];
  return Object.fromEntries(required.map((name) => [name, valueOf(name, properties?.[name] ?? {})]));
}

function valueOf(name: string, schema: Readonly<Record<string, unknown>>): unknown {
  const choices = schema['enum'] as readonly unknown[] | undefined;
  if (choices !== undefined) return choices[0];
  if (schema['type'] === 'integer') return 1;
  if (schema['type'] === 'object') return { app: 'shop' };
  if (name === 'namespace') return 'shop';
  return name === 'image' ? 'shop:2' : 'checkout';
}

/** Whether a path of the pass-through stays in the workspace shop and its namespace, or reads what belongs to none. */
export function isInsideShop(path: string): boolean {
  const [place = ''] = path.split('?');
  if (!place.startsWith('/internal/v1/workspaces/shop/') || decodeURIComponent(place).includes('..')) return false;
  const named = /\/namespaces\/([^/]+)/.exec(place)?.[1];
  return named === undefined
    ? !/\/(pods|services|deployments|events|configmaps|secrets)$/.test(place)
    : named === 'shop';
}
