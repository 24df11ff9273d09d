import { defineReadTool, type EvidenceDraft, HexaopsError, nameOfObject, type ObjectReference, type ReadTool, type Relation, type ToolContext, type UnavailableSource } from '@hexaops/core';
import { type ClusterSnapshot, type Kind, type Pod, type PodLog, resourceOf } from '../../cluster/index.ts';
import type { DiagnosedFinding } from '../../diagnosis/index.ts';
import { readWorkloads } from '../../facts/workloads.ts';
import type { ClusterAccess } from '../access.ts';
import { nameArgument, namespaceArgument, workerName } from '../arguments.ts';
import { type DiagnoseRules, diagnoseNamespaces, keyOf, resultOf } from '../diagnosis.ts';
import { listEvidence, tableEvidence } from '../presentation/evidence.ts';
import { excerptOf } from '../presentation/log/excerpt.ts';
import { isProblem, restartsOf } from '../presentation/pod-status.ts';
import { tableOf } from '../presentation/rows.ts';
import { isAbout, latestFirst } from './list-events.ts';

export const diagnosedKinds = [
  'CronJob',
  'DaemonSet',
  'Deployment',
  'Ingress',
  'Job',
  'Namespace',
  'Node',
  'PersistentVolumeClaim',
  'Pod',
  'ReplicaSet',
  'Service',
  'StatefulSet',
] as const satisfies readonly Kind[];

export function diagnoseObject(access: ClusterAccess, rules: DiagnoseRules): ReadTool {
  return defineReadTool({
    name: 'diagnose-object',
    description: 'Says what is wrong with one object: what explains it, its state, its events, the end of its log.',
    worker: workerName,
    input: {
      type: 'object',
      additionalProperties: false,
      required: ['kind', 'name'],
      properties: { kind: { enum: diagnosedKinds }, namespace: namespaceArgument, name: nameArgument },
    },
    async execute({ kind, namespace, name }, context) {
      const place = resourceOf(kind).namespaced ? namespace : undefined;
      if (resourceOf(kind).namespaced && place === undefined) {
        throw new HexaopsError('arguments-invalid', `a ${kind} has a namespace`, { nextStep: 'name its namespace' });
      }
      const object: ObjectReference = { kind, name, ...(place !== undefined && { namespace: place }) };
      const read = await diagnoseNamespaces(access, rules, place === undefined ? undefined : [place], context);
      const { snapshot, diagnosis } = read;
      const found = snapshot.list(kind).find(({ metadata }) => metadata.name === name && (place === undefined || metadata.namespace === place));
      if (found === undefined && snapshot.covers(kind, place)) {
        throw new HexaopsError('not-found', `there is no ${nameOfObject(object)}`, { nextStep: `ask for the list of ${resourceOf(kind).plural}` });
      }
      const pods = podsOf(snapshot, object);
      const family = [object, ...pods.map(referenceOfPod), ...ownersOf(snapshot, object)];
      const findings = concerning(diagnosis.findings, diagnosis.relations, family);
      const { evidence, unavailable, ...result } = resultOf(access, read, findings, context);
      const details = [
        ...(found === undefined ? [] : [stateOf(access, kind, found, context)]),
        ...podsEvidence(access, pods, place, context),
        ...eventsEvidence(access, snapshot, object, context),
      ];
      const log = await lastLog(access, snapshot, pods, context);
      return {
        ...result,
        evidence: [...evidence, ...details, ...log.evidence],
        unavailable: [...unavailable, ...log.unavailable],
        value: { object, findings: findings.length },
      };
    },
  });
}

/**
 * The findings about the object and its pods, and those about what it needs, which may explain it: those of the object
 * itself first unless they are symptoms, then causes in their own order.
 */
function concerning(findings: readonly DiagnosedFinding[], relations: readonly Relation[], family: readonly ObjectReference[]): readonly DiagnosedFinding[] {
  const own = new Set(family.map(keyOf));
  const needed = new Set(own);
  const next = Map.groupBy(relations, ({ from }) => keyOf(from));
  const queue = [...own];
  for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
    for (const { to } of next.get(key) ?? []) {
      if (needed.has(keyOf(to))) continue;
      needed.add(keyOf(to));
      queue.push(keyOf(to));
    }
  }
  // What sends requests to the object is as much of its business as what it needs: a Service without endpoints.
  for (const { from, to } of relations) if (own.has(keyOf(to)) && from.kind === 'Service') needed.add(keyOf(from));
  const rank = ({ object, symptomOf }: DiagnosedFinding) => (symptomOf !== undefined ? 2 : own.has(keyOf(object)) ? 0 : 1);
  return findings.filter(({ object }) => needed.has(keyOf(object))).toSorted((a, b) => rank(a) - rank(b));
}

function referenceOfPod({ metadata }: Pod): ObjectReference {
  return { kind: 'Pod', namespace: metadata.namespace, name: metadata.name };
}

/** Pods of the workload, or the pod itself; those of a service or a node are their own. */
function podsOf(snapshot: ClusterSnapshot, object: ObjectReference): readonly Pod[] {
  if (object.kind === 'Pod') return snapshot.list('Pod').filter(({ metadata }) => metadata.namespace === object.namespace && metadata.name === object.name);
  const pods = readWorkloads(snapshot).get(keyOf(object))?.pods ?? [];
  return pods.toSorted((a, b) => Number(isProblem(b)) - Number(isProblem(a)) || restartsOf(b) - restartsOf(a));
}

/** Findings are about workloads: a pod's are those of what runs it. */
function ownersOf(snapshot: ClusterSnapshot, { kind, namespace, name }: ObjectReference): readonly ObjectReference[] {
  if (kind !== 'Pod') return [];
  return [...readWorkloads(snapshot).values()].filter(({ pods }) => pods.some(({ metadata }) => metadata.namespace === namespace && metadata.name === name)).map(({ object }) => object);
}

function stateOf<K extends Kind>(access: ClusterAccess, kind: K, object: Parameters<typeof tableOf<K>>[1][number], { byteCap, now }: ToolContext): EvidenceDraft {
  const { namespace, name } = object.metadata;
  const query = access.queries.get(kind, namespace, name);
  const title = `state of ${nameOfObject({ kind, name, ...(namespace !== undefined && { namespace }) })}`;
  return tableEvidence(access, { query, truncated: false }, { title, table: tableOf(kind, [object], now()), remedy: 'ask for its description', byteCap });
}

function podsEvidence(access: ClusterAccess, pods: readonly Pod[], namespace: string | undefined, { byteCap, now }: ToolContext): readonly EvidenceDraft[] {
  if (pods.length === 0) return [];
  const reading = { items: pods, truncated: false, unavailable: [], query: access.queries.list('Pod', namespace) };
  return [listEvidence(access, 'Pod', reading, { title: `its pods (${pods.length})`, remedy: 'ask for the list of pods', byteCap, now: now() })];
}

function eventsEvidence(access: ClusterAccess, snapshot: ClusterSnapshot, { namespace, name }: ObjectReference, { byteCap, now }: ToolContext): readonly EvidenceDraft[] {
  const events = latestFirst(snapshot.list('Event').filter((event) => isAbout(event, name) && (namespace === undefined || event.involvedObject?.namespace === namespace)));
  if (events.length === 0) return [];
  const reading = { query: access.queries.list('Event', namespace), truncated: false };
  return [tableEvidence(access, reading, { title: 'its latest events', table: tableOf('Event', events.slice(0, 20), now()), remedy: 'ask for the events of the object', byteCap })];
}

/** The end of one log: of a container that fails, of the run before its restart where there was one. */
async function lastLog(access: ClusterAccess, snapshot: ClusterSnapshot, pods: readonly Pod[], context: ToolContext): Promise<{ readonly evidence: readonly EvidenceDraft[]; readonly unavailable: readonly UnavailableSource[] }> {
  const names = new Set(pods.filter((pod) => isProblem(pod) || restartsOf(pod) > 0).map(({ metadata }) => `${metadata.namespace}/${metadata.name}`));
  const logs = snapshot.logs.filter(({ namespace, pod, text }) => names.has(`${namespace}/${pod}`) && text.trim() !== '');
  const log = logs.find(({ previous }) => previous) ?? logs[0];
  return { evidence: log === undefined ? [] : [logEvidence(access, log, context)], unavailable: [] };
}

function logEvidence(access: ClusterAccess, { namespace, pod, container, previous, text }: PodLog, { byteCap }: ToolContext): EvidenceDraft {
  const lastLines = text.trimEnd().split('\n').slice(-40).join('\n');
  const { entries: _, matching: __, ...bounded } = excerptOf(lastLines, { level: 'all' }, Math.min(byteCap, 8192));
  return {
    source: access.queries.system,
    query: access.queries.log({ namespace, pod, container, previous, tailLines: 40 }),
    title: `the end of the log of ${namespace}/${pod} ${container}${previous ? ' before its restart' : ''}`,
    ...bounded,
  };
}
