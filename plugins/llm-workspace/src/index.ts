import { type ControlPlane, controlPlanePoint, definePlugin, type Key, workspaceModelsPoint } from '@hexaops/core';
import { checkNetworks } from './pinned/address.ts';
import { SettingsCache } from './settings/settings-cache.ts';
import { workspaceModels } from './workspace-models.ts';

const defaults = { freshSeconds: 60, staleSeconds: 900 } as const;

const configurationSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    allowedNetworks: {
      type: 'array',
      items: { type: 'string', minLength: 1 },
      maxItems: 100,
      description: 'Networks that are not public and may be reached all the same: 10.20.0.0/16.',
    },
    authority: { type: 'string', minLength: 1, description: "PEM of the operator's own authority for those networks." },
    freshSeconds: {
      type: 'integer',
      minimum: 0,
      maximum: 3600,
      default: defaults.freshSeconds,
      description: 'How long settings hold.',
    },
    staleSeconds: {
      type: 'integer',
      minimum: 0,
      maximum: 86_400,
      default: defaults.staleSeconds,
      description: 'How long they hold where the control plane does not answer.',
    },
  },
} as const;

interface Configuration {
  readonly allowedNetworks?: readonly string[];
  readonly authority?: string;
  readonly freshSeconds?: number;
  readonly staleSeconds?: number;
}

export default definePlugin({
  config: configurationSchema,
  register(api, config) {
    const {
      allowedNetworks = [],
      authority,
      freshSeconds = defaults.freshSeconds,
      staleSeconds = defaults.staleSeconds,
    } = config as Configuration;
    checkNetworks(allowedNetworks);
    const dependencies: readonly [Key<ControlPlane>] = [controlPlanePoint];
    api.contributeFrom(workspaceModelsPoint, dependencies, (controlPlane) =>
      workspaceModels(
        new SettingsCache(controlPlane, {
          now: Date.now,
          freshMilliseconds: freshSeconds * 1000,
          staleMilliseconds: staleSeconds * 1000,
        }),
        { allowed: allowedNetworks, ...(authority === undefined ? {} : { authority }) },
      ),
    );
  },
});
