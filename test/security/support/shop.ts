import { controlPlanePoint, createEngine, type Engine, type EngineConfig, type RunEvent } from '@hexaops/core';
import { createFakeControlPlane, type FakeControlPlane, lastOf } from '@hexaops/core/testing';
import { createWorld, shopPlugin, type World } from './shop-plugin/plugin.ts';

export { allowEverything, finding, text, type World } from './shop-plugin/plugin.ts';

/** An engine on a world, with a control plane that remembers what it did. */
export interface Shop {
  readonly engine: Engine;
  readonly world: World;
  readonly controlPlane: FakeControlPlane;
}

export async function openShop(
  rest: Partial<World> = {},
  config: EngineConfig = {},
  now?: () => number,
): Promise<Shop> {
  const world = createWorld(rest);
  const controlPlane = createFakeControlPlane();
  controlPlane.onPerform(({ parameters }) => (world.replicas = Number(parameters['replicas'])));
  const { plugin } = world;
  // The world itself and no copy: tests change it while the engine works.
  world.plugin = (api) => {
    api.contribute(controlPlanePoint, controlPlane);
    plugin?.(api);
  };
  const engine = await createEngine({ plugins: [shopPlugin(world)], config, ...(now === undefined ? {} : { now }) });
  return { engine, world, controlPlane };
}

export function approve(events: readonly RunEvent[]) {
  return { id: lastOf(events, 'approval-required').approval.id, decision: 'approve' as const };
}
