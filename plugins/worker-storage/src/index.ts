import {
  type ClusterReader,
  clusterPoint,
  type ControlPlane,
  controlPlanePoint,
  definePlugin,
  type Key,
  type MetricReader,
  metricsPoint,
  optional,
  ruleSourcePoint,
  serviceKey,
  toolPoint,
} from '@hexaops/core';
import { Backups } from './backups/backups.ts';
import { StorageCluster } from './cluster/storage-cluster.ts';
import { type Configuration, configurationSchema, settingsOf } from './configuration.ts';
import { ruleFiles } from './rule-files.ts';
import type { Storage } from './storage.ts';
import { makers } from './tools/index.ts';
import { VolumeMeter } from './usage/volume-usage.ts';

export type { Configuration } from './configuration.ts';

const storageKey = serviceKey<Storage>('worker-storage/storage');

export default definePlugin({
  config: configurationSchema,
  register(api, config) {
    const settings = settingsOf(config as Configuration);
    const sources: readonly [Key<ClusterReader>, Key<MetricReader | undefined>, Key<ControlPlane | undefined>] = [
      clusterPoint,
      optional(metricsPoint),
      optional(controlPlanePoint),
    ];
    api.singleton(storageKey, sources, (cluster, metrics, controlPlane) => ({
      cluster: new StorageCluster(cluster),
      meter: metrics === undefined ? undefined : new VolumeMeter(metrics, settings.metrics),
      backups: controlPlane === undefined ? undefined : new Backups(controlPlane),
      settings,
    }));
    api.contribute(ruleSourcePoint, ruleFiles);
    for (const make of makers) api.contributeFrom(toolPoint, [storageKey], make);
  },
});
