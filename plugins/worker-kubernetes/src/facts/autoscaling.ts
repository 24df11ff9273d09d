import type { ClusterIndex } from './cluster-index.ts';
import { type ClusterFact, evidenceOf, referenceOf } from './fact.ts';

/**
 * `autoscaler-inactive`: a horizontal pod autoscaler does not scale. `lacks` says for want of what: `target` (what it scales
 * is not there), `request` (a container requests none of the `resource` that is measured in shares of its request), `api`
 * (nothing serves the metrics), `metrics`, or `other`, which the message tells.
 */
export function autoscalingFacts(index: ClusterIndex): ClusterFact[] {
  return index.snapshot.list('HorizontalPodAutoscaler').flatMap((autoscaler): ClusterFact[] => {
    const { spec, status } = autoscaler;
    const failed = (status?.conditions ?? []).find(
      // Scaled to zero it is disabled, and by intent.
      (condition) =>
        condition.status === 'False' &&
        (condition.type === 'ScalingActive' || condition.type === 'AbleToScale') &&
        condition.reason !== 'ScalingDisabled' &&
        condition.reason !== 'BackoffBoth' &&
        condition.reason !== 'BackoffDownscale' &&
        condition.reason !== 'BackoffUpscale',
    );
    if (failed === undefined) return [];
    const message = failed.message ?? '';
    const [, resource = '', container = ''] = /missing request for (\S+)(?: in container (\S+))?/.exec(message) ?? [];
    return [
      {
        fact: 'autoscaler-inactive',
        object: referenceOf(autoscaler),
        target: `${spec?.scaleTargetRef?.kind ?? ''} ${spec?.scaleTargetRef?.name ?? ''}`,
        lacks: lackOf(failed.reason ?? '', message),
        resource,
        container: container === '' ? 'a container' : `container ${container}`,
        message,
        evidence: [
          evidenceOf('object', referenceOf(autoscaler), `${failed.type} is False: ${failed.reason}: ${message}`),
        ],
      },
    ];
  });
}

function lackOf(reason: string, message: string): 'target' | 'request' | 'api' | 'metrics' | 'other' {
  if (reason === 'FailedGetScale') return 'target';
  if (!reason.endsWith('Metric')) return 'other';
  if (message.includes('missing request for ')) return 'request';
  if (
    /could not find the requested resource|the server is currently unable to handle|no (?:\S+ )?metrics API/.test(
      message,
    )
  )
    return 'api';
  return 'metrics';
}
