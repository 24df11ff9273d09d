import type { ObjectReference } from '@hexaops/core';
import type { Labels } from '../source/answer.ts';

/** Letters and digits of the names that Kubernetes makes up: without vowels, so that no words come about. */
export const madeUp = '[bcdfghjklmnpqrstvwxz2456789]';
const ofDeployment = new RegExp(`^(.+)-${madeUp}{6,10}-${madeUp}{5}$`);
const ofStatefulSet = /^(.+)-(?:0|[1-9][0-9]{0,4})$/;

/** What asks others: a series that bears its service or its pod is not about that. */
const exporters = new Set(['kube-state-metrics', 'kubelet', 'node-exporter', 'prometheus-node-exporter']);

/** What a series of kube-state-metrics tells of, before the pod that it was asked of. */
const named: readonly (readonly [kind: string, label: string])[] = [
  ['PersistentVolumeClaim', 'persistentvolumeclaim'],
  ['Deployment', 'deployment'],
  ['StatefulSet', 'statefulset'],
  ['DaemonSet', 'daemonset'],
  ['CronJob', 'cronjob'],
  ['Job', 'job_name'],
];

/**
 * The object that a series or an alert is about. A pod of a Deployment or of a StatefulSet stands for that, as its name tells:
 * pods come and go. Undefined where no label names one.
 */
export function objectOf(labels: Labels): ObjectReference | undefined {
  const namespace = first(labels, ['namespace', 'exported_namespace', 'destination_service_namespace']);
  const inNamespace = namespace === undefined ? {} : { namespace };
  for (const [kind, label] of named) {
    const name = first(labels, [label]);
    if (name !== undefined) return { kind, ...inNamespace, name };
  }
  const node = first(labels, ['node', 'nodename']);
  const asked = [first(labels, ['service']), first(labels, ['job'])].find((name) => exporters.has(name ?? ''));
  if (asked?.endsWith('node-exporter') === true) {
    const instance = node ?? first(labels, ['instance'])?.replace(/:\d+$/, '');
    if (instance !== undefined) return { kind: 'Node', name: instance };
  }
  const pod = first(labels, ['pod', 'pod_name']);
  if (pod !== undefined) return workloadOf(pod, inNamespace);
  const service = first(labels, ['destination_service_name', 'service']);
  if (service !== undefined && service !== asked) return { kind: 'Service', ...inNamespace, name: service };
  if (node !== undefined) return { kind: 'Node', name: node };
  return namespace === undefined ? undefined : { kind: 'Namespace', name: namespace };
}

function workloadOf(pod: string, inNamespace: { readonly namespace?: string }): ObjectReference {
  const deployment = ofDeployment.exec(pod)?.[1];
  if (deployment !== undefined) return { kind: 'Deployment', ...inNamespace, name: deployment };
  const set = ofStatefulSet.exec(pod)?.[1];
  return set === undefined
    ? { kind: 'Pod', ...inNamespace, name: pod }
    : { kind: 'StatefulSet', ...inNamespace, name: set };
}

function first(labels: Labels, names: readonly string[]): string | undefined {
  return names
    .map((name) => (Object.hasOwn(labels, name) ? labels[name] : undefined))
    .find((value) => (value ?? '') !== '');
}
