import {
  clusterPoint,
  type ControlPlane,
  controlPlanePoint,
  definePlugin,
  type Key,
  type MetricReader,
  metricsPoint,
  optional,
  type PluginApi,
  resolverPoint,
  ruleSourcePoint,
  serviceKey,
  toolPoint,
} from '@hexaops/core';
import { type Configuration, configurationSchema, defaults } from './configuration.ts';
import { objectsWithout, sourceThrough, sourceWithout } from './configured-source.ts';
import { ApiObjects, WorkspaceReader } from './reader/index.ts';
import { workspaceResolver } from './resolver/resolver.ts';
import { ruleFiles } from './rule-files.ts';
import { type ClusterSource, throughControlPlane } from './source/index.ts';
import { ClusterAccess } from './tools/access.ts';
import { Measurements } from './tools/measurements.ts';
import { toolsOf } from './tools/index.ts';
import { listNodes } from './tools/read/list-nodes.ts';
import { workspaceOverview } from './tools/read/workspace-overview.ts';

export type { Configuration } from './configuration.ts';

const accessKey = serviceKey<ClusterAccess>('worker-kubernetes/access');

export default definePlugin({
  config: configurationSchema,
  register(api, config) {
    const configuration = config as Configuration;
    bindCluster(api, configuration);
    for (const make of toolsOf(configuration.logs ?? {})) api.contributeFrom(toolPoint, [accessKey], make);
    api.contributeFrom(resolverPoint, [accessKey], workspaceResolver);
    api.contribute(ruleSourcePoint, ruleFiles);
  },
});

/** With a control plane every read is the caller's own; without one the operator has chosen what is read. */
function bindCluster(api: PluginApi, configuration: Configuration): void {
  const { source = 'control-plane', namespaces, readBytes = defaults.readBytes } = configuration;
  const accessTo = (cluster: ClusterSource, metrics: MetricReader | undefined) =>
    new ClusterAccess(cluster, {
      source,
      readBytes,
      ...(namespaces !== undefined && { namespaces }),
      ...(metrics !== undefined && { measurements: new Measurements(metrics, configuration.metrics?.minutes) }),
    });
  if (source !== 'control-plane') {
    const cluster = sourceWithout(configuration);
    api.singleton(accessKey, [optional(metricsPoint)], (metrics) => accessTo(cluster, metrics));
    const objects = objectsWithout(configuration, cluster);
    api.contributeFrom(
      clusterPoint,
      [accessKey],
      (access: ClusterAccess) => new WorkspaceReader(access, objects, { readBytes }),
    );
    api.contribute(toolPoint, workspaceOverview(undefined));
    api.contributeFrom(toolPoint, [accessKey], (access: ClusterAccess) => listNodes(access));
    return;
  }
  const dependencies: readonly [Key<ControlPlane>] = [controlPlanePoint];
  const measured: readonly [Key<ControlPlane>, Key<MetricReader | undefined>] = [
    controlPlanePoint,
    optional(metricsPoint),
  ];
  api.singleton(accessKey, measured, (controlPlane, metrics) => accessTo(sourceThrough(controlPlane), metrics));
  api.contributeFrom(toolPoint, dependencies, workspaceOverview);
  const both: readonly [Key<ClusterAccess>, Key<ControlPlane>] = [accessKey, controlPlanePoint];
  api.contributeFrom(toolPoint, both, listNodes);
  api.contributeFrom(clusterPoint, both, (access, controlPlane) => {
    const objects = new ApiObjects(async () => throughControlPlane(controlPlane));
    return new WorkspaceReader(access, objects, { readBytes });
  });
}
