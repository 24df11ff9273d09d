import type { Tool } from '@hexaops/core';
import type { ClusterAccess } from './access.ts';
import { describeObject } from './read/describe-object.ts';
import { diagnoseObject } from './read/diagnose-object.ts';
import { diagnoseWorkspace } from './read/diagnose-workspace.ts';
import { listChanges } from './read/list-changes.ts';
import { listEvents } from './read/list-events.ts';
import { listObjects } from './read/list-objects.ts';
import { listProblemPods } from './read/list-problem-pods.ts';
import { listRestarts } from './read/list-restarts.ts';
import { listRollouts } from './read/list-rollouts.ts';
import { defaultLogLimits, type LogLimits, readLogs } from './read/read-logs.ts';
import { readQuotas } from './read/read-quotas.ts';
import { restartWorkload } from './write/restart-workload.ts';
import { rollBackDeployment } from './write/roll-back-deployment.ts';
import { scaleDeployment } from './write/scale-deployment.ts';
import { setImage } from './write/set-image.ts';
import { setServiceSelector } from './write/set-service-selector.ts';
import { uncordonNode } from './write/uncordon-node.ts';

/** Makers of the tools that need a cluster and nothing else. */
export function toolsOf(logs: Partial<LogLimits>): readonly ((access: ClusterAccess) => Tool)[] {
  const limits = { ...defaultLogLimits, ...logs };
  return [
    describeObject,
    diagnoseObject,
    diagnoseWorkspace,
    listChanges,
    listEvents,
    listObjects,
    listProblemPods,
    listRestarts,
    listRollouts,
    (access) => readLogs(access, limits),
    readQuotas,
    restartWorkload,
    rollBackDeployment,
    scaleDeployment,
    setImage,
    setServiceSelector,
    uncordonNode,
  ];
}
