import { createHash, timingSafeEqual } from 'node:crypto';
import {
  authenticatorPoint,
  contributionsOf,
  controlPlanePoint,
  coreVersion,
  definePlugin,
  HexaopsError,
  type LoadedPlugin,
} from '@hexaops/core';
import { createFakeControlPlane, fakeCaller } from '@hexaops/core/testing';

/**
 * What a plugin needs around it to be tried, as far as no other plugin brings it: everybody who has the token of this start is
 * one developer in a workspace of their own, and changes are done by nobody.
 */
export function fakesFor(plugins: readonly LoadedPlugin[], token: string): readonly LoadedPlugin[] {
  const filled = new Set(
    plugins.flatMap(({ plugin, config }) =>
      contributionsOf(plugin, config).flatMap((contribution) => ('point' in contribution ? [contribution.point] : [])),
    ),
  );
  const plugin = definePlugin({
    register(api) {
      if (!filled.has(controlPlanePoint.id)) api.contribute(controlPlanePoint, createFakeControlPlane());
      if (!filled.has(authenticatorPoint.id)) {
        api.contribute(authenticatorPoint, {
          id: 'development',
          async authenticate({ headers }) {
            const given = headers['authorization'];
            if (given === undefined) return undefined;
            if (timingSafeEqual(digest(given), digest(`Bearer ${token}`))) return developer();
            throw new HexaopsError('token-invalid', 'this is not the token of this start', {
              nextStep: 'copy the line that `hexaops plugin dev` has printed',
            });
          },
        });
      }
    },
  });
  const manifest = { id: 'development-fakes', name: 'development-fakes', version: coreVersion, core: coreVersion };
  return [{ manifest, plugin, config: {} }];
}

/** Who asks. */
export function developer() {
  return fakeCaller({ subject: 'developer', workspace: 'development' });
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
