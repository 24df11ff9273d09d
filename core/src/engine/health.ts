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
  investigations?: ComponentHealth,
): Promise<readonly ComponentHealth[]> {
  const { tools, store, controlPlane, healthSources } = parts;
  return [
    { component: 'tools', ok: tools.all.length > 0, message: `${tools.all.length} tools` },
    rulesHealth(parts),
    await storeHealth(store),
    {
      component: 'control-plane',
      ok: controlPlane !== undefined,
      message: controlPlane?.id ?? 'none: nothing can be changed',
    },
    await auditHealth(parts),
    jobsHealth(background),
    ...(investigations === undefined ? [] : [investigations]),
    ...(await Promise.all(healthSources.map((source) => sourceHealth(source, signal)))),
  ];
}

/** Rules that are left out for want of tools are no fault: what is not installed cannot be asked. */
function rulesHealth(parts: EngineParts): ComponentHealth {
  const left = parts.leftOutRules.map(({ rule, missing }) => `${rule} (needs ${missing.join(', ')})`);
  const message = `${parts.rules().rules().length} rules${left.length === 0 ? '' : `; left out: ${left.join(', ')}`}`;
  return { component: 'rules', ok: true, message };
}
