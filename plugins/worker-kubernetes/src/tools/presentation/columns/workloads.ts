import { ageOf } from '@hexaops/core';
import type { Container, PodTemplate } from '../../../cluster/index.ts';
import { describeStatus, lastRestart, readyContainers, restartsOf } from '../pod-status.ts';
import { column, type ColumnsByKind, formatLabels, formatList } from './column.ts';

/** Columns of what runs: pods, and what makes them. */
export const workloadColumns = {
  Pod: [
    column('ready', (pod) => readyContainers(pod)),
    column('status', (pod) => describeStatus(pod)),
    column('restarts', (pod) => restartsOf(pod)),
    column('last restart', (pod, now) => ageOf(lastRestart(pod), now)),
    column('node', ({ spec }) => spec?.nodeName ?? ''),
  ],
  Deployment: [
    column('ready', ({ spec, status }) => `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 1}`),
    column('up to date', ({ status }) => status?.updatedReplicas ?? 0),
    column('available', ({ status }) => status?.availableReplicas ?? 0),
    column('images', ({ spec }) => imagesOf(spec?.template)),
  ],
  StatefulSet: [
    column('ready', ({ spec, status }) => `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 1}`),
    column('up to date', ({ status }) => status?.updatedReplicas ?? 0),
    column('images', ({ spec }) => imagesOf(spec?.template)),
  ],
  DaemonSet: [
    column('ready', ({ status }) => `${status?.numberReady ?? 0}/${status?.desiredNumberScheduled ?? 0}`),
    column('up to date', ({ status }) => status?.updatedNumberScheduled ?? 0),
    column('images', ({ spec }) => imagesOf(spec?.template)),
  ],
  ReplicaSet: [
    column('ready', ({ spec, status }) => `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 0}`),
    column('owner', ({ metadata }) => metadata.ownerReferences?.[0]?.name ?? ''),
    column('revision', ({ metadata }) => metadata.annotations?.['deployment.kubernetes.io/revision'] ?? ''),
    column('images', ({ spec }) => imagesOf(spec?.template)),
  ],
  Job: [
    column('succeeded', ({ spec, status }) => `${status?.succeeded ?? 0}/${spec?.completions ?? 1}`),
    column('active', ({ status }) => status?.active ?? 0),
    column('failed', ({ status }) => status?.failed ?? 0),
  ],
  CronJob: [
    column('schedule', ({ spec }) => spec?.schedule ?? ''),
    column('suspended', ({ spec }) => spec?.suspend ?? false),
    column('active', ({ status }) => status?.active?.length ?? 0),
    column('last run', ({ status }, now) => ageOf(status?.lastScheduleTime, now)),
    column('last success', ({ status }, now) => ageOf(status?.lastSuccessfulTime, now)),
  ],
  HorizontalPodAutoscaler: [
    column('target', ({ spec }) => `${spec?.scaleTargetRef?.kind ?? ''}/${spec?.scaleTargetRef?.name ?? ''}`),
    column('minimum', ({ spec }) => spec?.minReplicas ?? 1),
    column('maximum', ({ spec }) => spec?.maxReplicas ?? null),
    column('current', ({ status }) => status?.currentReplicas ?? null),
    column('desired', ({ status }) => status?.desiredReplicas ?? null),
  ],
  PodDisruptionBudget: [
    column('minimum available', ({ spec }) => spec?.minAvailable ?? ''),
    column('maximum unavailable', ({ spec }) => spec?.maxUnavailable ?? ''),
    column('disruptions allowed', ({ status }) => status?.disruptionsAllowed ?? null),
    column('selector', ({ spec }) => formatLabels(spec?.selector?.matchLabels)),
  ],
} satisfies ColumnsByKind;

function imagesOf(template: PodTemplate | undefined): string {
  const containers: readonly Container[] = template?.spec?.containers ?? [];
  return formatList(containers.map(({ image }) => image));
}
