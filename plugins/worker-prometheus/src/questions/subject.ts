import { encodeString } from '../promql/string-literal.ts';
import type { Labels } from '../source/answer.ts';
import { madeUp, objectOf } from './object-of.ts';

/** Whose metrics are asked for. Names go into label matchers as strings, never into the expression's own text. */
export interface Subject {
  readonly namespace?: string | undefined;
  /** Of a workload; its pods are those whose names begin with it. */
  readonly workload?: string | undefined;
}

/** Label matchers of the subject's pods, with others before them. */
export function pods({ namespace, workload }: Subject, ...others: readonly string[]): string {
  return matchers(
    ...others,
    ...equals('namespace', namespace),
    ...(workload === undefined ? [] : [`pod=~${encodeString(podPattern(workload))}`]),
  );
}

/** Label matchers of the subject's volumes; those of a StatefulSet's pods end like the pods. */
export function volumes({ namespace, workload }: Subject): string {
  const claims =
    workload === undefined ? [] : [`.*-${podPattern(workload)}`, literal(workload), `${literal(workload)}-.*`];
  return matchers(
    ...equals('namespace', namespace),
    ...(workload === undefined ? [] : [`persistentvolumeclaim=~${encodeString(claims.join('|'))}`]),
  );
}

/** Label matchers of the ReplicaSets of the subject's Deployment. */
export function deploymentSelector({ namespace, workload = '' }: Subject): string {
  const replicaSets = `${literal(workload)}-${madeUp}{6,10}`;
  return matchers(...equals('namespace', namespace), `replicaset=~${encodeString(replicaSets)}`);
}

export function matchers(...all: readonly string[]): string {
  return `{${all.join(',')}}`;
}

/** Nothing where there is no value. */
export function equals(label: string, value: string | undefined): readonly string[] {
  return value === undefined ? [] : [`${label}=${encodeString(value)}`];
}

function ofPod(workload: string): RegExp {
  return new RegExp(`^(?:${podPattern(workload)})$`);
}

/** The pods of Deployments, StatefulSets, DaemonSets and Jobs of that name. */
function podPattern(workload: string): string {
  return `${literal(workload)}(-[a-z0-9]{1,10}){0,2}`;
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}

/** Whether a series is about the subject, as far as its labels name a namespace, a workload or a pod. */
export function isAbout(labels: Labels, { namespace, workload }: Subject): boolean {
  const object = objectOf(labels);
  const place = object?.kind === 'Namespace' ? object.name : object?.namespace;
  if (namespace !== undefined && place !== undefined && place !== namespace) return false;
  return workload === undefined || object?.name === workload || ofPod(workload).test(labels['pod'] ?? '');
}
