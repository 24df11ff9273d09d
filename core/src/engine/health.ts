import type { ComponentHealth } from '../extension/health.ts';
import { auditHealth, type BackgroundWork, jobsHealth } from '../jobs/background-work.ts';
import type { EngineParts } from './parts.ts';
import { sourceHealth } from './source-health.ts';
import { storeHealth } from './store-health.ts';

/** How each part of the engine does. Raises nothing: what cannot be asked is not well. */
export async function healthOf(
  parts: EngineParts,
  background: BackgroundWork,
  signal: AbortSignal,
): Promise<readonly ComponentHealth[]> {
  const { tools, store, controlPlane, healthSources } = parts;
  return [
    { component: 'tools', ok: tools.all.length > 0, message: `${tools.all.length} tools` },
    await storeHealth(store),
    {
      component: 'control-plane',
      ok: controlPlane !== undefined,
      message: controlPlane?.id ?? 'none: nothing can be changed',
    },
    await auditHealth(parts),
    jobsHealth(background),
    ...(await Promise.all(healthSources.map((source) => sourceHealth(source, signal)))),
  ];
}
