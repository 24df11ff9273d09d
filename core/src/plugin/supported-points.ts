import * as extension from '../extension/index.ts';
import type { ExtensionPoint, Spec } from '../extension/point.ts';
import { HexaopsError } from '../errors.ts';
import { coreVersion } from './core-version.ts';
import type { PluginManifest } from './manifest.ts';

/** The points that this core reads. A plugin may have others of its own, of which nothing is known here. */
export const corePoints: readonly ExtensionPoint<unknown>[] = Object.values<unknown>(extension).filter(isPoint);

/** How a value for `point` is taken: under this key, made into the present spec where it is of an older one. */
export interface Acceptance<T> {
  readonly key: ExtensionPoint<T>['key'];
  readonly adapt?: (value: unknown) => T;
}

/**
 * Raises `plugin-incompatible` where the point is one of `points` and the spec is none that is taken: the value would lie under
 * a key that nobody reads, and the plugin would seem to do nothing.
 */
export function acceptanceOf<T>(
  { id, spec, key }: ExtensionPoint<T>,
  manifest: PluginManifest,
  points: readonly ExtensionPoint<unknown>[],
): Acceptance<T> {
  const supported = points.find((point) => point.id === id) as ExtensionPoint<T> | undefined;
  if (supported === undefined || supported.spec === spec) return { key };
  const adapt = supported.older?.[spec];
  if (adapt !== undefined) return { key: supported.key, adapt };
  throw incompatible(`brings "${id}" of spec ${spec}`, specsOf(supported), { id, spec }, manifest);
}

/** Raises `plugin-incompatible` where a plugin wants what fills one of `points` in a spec that is not made here. */
export function checkNeeded(
  { id, spec }: { readonly id: string; readonly spec: Spec },
  manifest: PluginManifest,
  points: readonly ExtensionPoint<unknown>[],
): void {
  const supported = points.find((point) => point.id === id);
  if (supported === undefined || supported.spec === spec) return;
  // Values are made newer, never older.
  throw incompatible(`needs "${id}" of spec ${spec}`, [supported.spec], { id, spec }, manifest);
}

/** Those that are taken, the present one last. */
export function specsOf({ spec, older = {} }: ExtensionPoint<unknown>): readonly Spec[] {
  return [...(Object.keys(older) as Spec[]).toSorted((a, b) => numberOf(a) - numberOf(b)), spec];
}

function incompatible(
  what: string,
  taken: readonly Spec[],
  { id, spec }: { readonly id: string; readonly spec: Spec },
  { id: plugin, name, version }: PluginManifest,
): HexaopsError {
  const specs = taken.join(' or ');
  const isNewer = taken.every((each) => numberOf(each) < numberOf(spec));
  return new HexaopsError(
    'plugin-incompatible',
    `the plugin "${plugin}" ${version} ${what}, this @hexaops/core ${coreVersion} takes ${specs}`,
    {
      nextStep: isNewer
        ? `install an @hexaops/core that takes "${id}" ${spec}, or an older ${name} that is written for ${specs}`
        : `install a newer ${name} that is written for "${id}" ${specs}, or an older @hexaops/core that takes ${spec}`,
      details: { plugin, point: id, needs: spec, takes: taken },
    },
  );
}

function numberOf(spec: Spec): number {
  return Number(spec.slice(1));
}

function isPoint(value: unknown): value is ExtensionPoint<unknown> {
  return typeof value === 'object' && value !== null && 'spec' in value && 'key' in value && 'id' in value;
}
