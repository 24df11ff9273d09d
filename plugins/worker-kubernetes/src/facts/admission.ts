import type { ObjectReference } from '@hexaops/core';
import type { ClusterIndex } from './cluster-index.ts';
import { eventEvidence } from './events.ts';
import { type ClusterFact, type EvidenceReference, evidenceOf, referenceOf } from './fact.ts';
import { policyIn } from './admission-policy.ts';
import { parseQuantity } from './quantity.ts';
import { podSpecOf, type Workload } from './workloads.ts';

/** What a quota limits, by the words of its resource names. */
export type QuotaSubject = 'cpu' | 'memory' | 'pods' | 'services' | 'storage' | 'other';

/**
 * `creation-rejected`: a workload lacks pods (or claims), and the API server refuses to make them. `by` tells what
 * refuses: `quota`, `limit-range`, `pod-security`, `service-account`, `webhook` (which refuses), `webhook-failure` (which cannot
 * be asked), `other`. `shortage` tells in words what a quota lacks.
 */
export function admissionFacts(index: ClusterIndex): ClusterFact[] {
  return index.workloads.flatMap((workload) => {
    const refusal = (lacksPods(workload) ? refusalOf(index, workload) : undefined) ?? tokenRefusal(index, workload);
    return refusal === undefined ? [] : [creationRejected(index, workload, refusal)];
  });
}

function lacksPods(workload: Workload): boolean {
  const current = workload.pods.length;
  if (workload.object.kind === 'Job') return current === 0 && !isOver(workload);
  return (
    workload.desired !== undefined &&
    workload.desired > 0 &&
    (current < workload.desired || ofOldRevision(workload) > 0)
  );
}

/** Of a job: it needs no further pod, or is to have none for now. */
function isOver({ conditions }: Workload): boolean {
  const over = new Set(['Complete', 'Failed', 'Suspended']);
  return conditions.some(({ type, status }) => over.has(type ?? '') && status === 'True');
}

/** During a stuck update, the pods that still belong to an earlier ReplicaSet. */
function ofOldRevision({ pods, creator }: Workload): number {
  if (creator.kind !== 'ReplicaSet') return 0;
  return pods.filter(({ metadata }) => !(metadata.ownerReferences ?? []).some(({ name }) => name === creator.name))
    .length;
}

interface Refusal {
  readonly message: string;
  readonly evidence: EvidenceReference;
}

/** The condition of now, else the last event of what creates the pods, unless something was created after it. */
function refusalOf(index: ClusterIndex, workload: Workload): Refusal | undefined {
  const condition = workload.conditions.find(({ type, status }) => type === 'ReplicaFailure' && status === 'True');
  if (condition?.message !== undefined) {
    return {
      message: condition.message,
      evidence: evidenceOf('object', workload.object, `ReplicaFailure: ${condition.message}`),
    };
  }
  const events = [
    ...index.events.of(workload.creator, 'FailedCreate'),
    ...index.events.of(workload.object, 'FailedCreate'),
  ];
  const last = events.sort((a, b) => (a.lastSeen ?? 0) - (b.lastSeen ?? 0)).at(-1);
  if (last === undefined) return undefined;
  const created = index.events.of(workload.creator, 'SuccessfulCreate').at(-1)?.lastSeen ?? 0;
  if (created > (last.lastSeen ?? 0)) return undefined;
  return { message: last.message, evidence: eventEvidence(last) };
}

/** Of pods that were made before their service account was deleted, and cannot be given a token of it any more. */
function tokenRefusal(index: ClusterIndex, { pods }: Workload): Refusal | undefined {
  for (const pod of pods) {
    if (pod.status?.phase !== 'Pending') continue;
    const event = index.events
      .of(referenceOf(pod), 'FailedMount')
      .findLast(({ message }) => /failed to fetch token: serviceaccounts? "[^"]+" not found/.test(message));
    if (event !== undefined) return { message: event.message, evidence: eventEvidence(event) };
  }
  return undefined;
}

function creationRejected(index: ClusterIndex, workload: Workload, { message, evidence }: Refusal): ClusterFact {
  const fact = { fact: 'creation-rejected', object: workload.object, message, evidence: [evidence] };
  const namespace: ObjectReference = { kind: 'Namespace', name: workload.namespace };
  const account = /(?:service account|serviceaccounts?) .*not found/i.test(message)
    ? (/serviceaccounts? "([^"]+)" not found/i.exec(message)?.[1] ?? podSpecOf(workload).serviceAccountName)
    : undefined;
  if (account !== undefined) {
    return {
      ...fact,
      by: 'service-account',
      serviceAccount: account,
      exists: hasServiceAccount(index, workload.namespace, account),
    };
  }
  if (/(?:exceeded|failed) quota:/.test(message)) {
    const quota = /(?:exceeded|failed) quota: ([^,:\s]+)/.exec(message)?.[1] ?? '';
    return {
      ...fact,
      by: 'quota',
      namespace,
      quota,
      subject: exceededSubject(message),
      shortage: shortageIn(message) ?? message,
    };
  }
  return { ...fact, ...policyIn(message) };
}

function hasServiceAccount(index: ClusterIndex, namespace: string, name: string): boolean {
  return index.snapshot
    .list('ServiceAccount')
    .some(({ metadata }) => metadata.namespace === namespace && metadata.name === name);
}

/** Which of the resources of `requested: a=1,b=2, used: a=9,b=0, limited: a=9,b=9` is over its limit. */
export function exceededSubject(message: string): QuotaSubject {
  return subjectOf(exceededIn(message)?.resource ?? unspecifiedIn(message));
}

/** `requests.cpu: 3800m of 4 used, 500m more asked for`, or what pods must tell. */
export function shortageIn(message: string): string | undefined {
  const exceeded = exceededIn(message);
  if (exceeded !== undefined) {
    const { resource, requested, used, limited } = exceeded;
    return `${resource}: ${used} of ${limited} used, ${requested} more asked for`;
  }
  const unspecified = unspecifiedIn(message);
  return unspecified === '' ? undefined : `pods must specify ${unspecified}`;
}

function unspecifiedIn(message: string): string {
  return /must specify ([^\s,]+)/.exec(message)?.[1] ?? '';
}

interface Exceeded {
  readonly resource: string;
  readonly requested: string;
  readonly used: string;
  readonly limited: string;
}

/** The first resource that goes over its limit, else the first that is named. */
function exceededIn(message: string): Exceeded | undefined {
  const [requested, used, limited] = ['requested', 'used', 'limited'].map((name) =>
    readAmounts(new RegExp(`${name}: ([^ ]+)`).exec(message)?.[1] ?? ''),
  );
  const all = [...(requested ?? [])].map(([resource, amount]) => ({
    resource,
    requested: amount,
    used: used?.get(resource) ?? '0',
    limited: limited?.get(resource) ?? '',
  }));
  const over = all.find((one) => amountOf(one.requested) + amountOf(one.used) > amountOf(one.limited));
  return over ?? all[0];
}

function amountOf(text: string): number {
  return parseQuantity(text) ?? Number.POSITIVE_INFINITY;
}

function readAmounts(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split(',').flatMap((part) => {
      const [resource, amount] = part.split('=');
      return resource !== undefined && amount !== undefined && parseQuantity(amount) !== undefined
        ? [[resource, amount] as const]
        : [];
    }),
  );
}

export function subjectOf(resource: string): QuotaSubject {
  if (/ephemeral-storage/.test(resource)) return 'other';
  if (/(?:^|\.)cpu$/.test(resource)) return 'cpu';
  if (/(?:^|\.)memory$/.test(resource)) return 'memory';
  if (/^(?:count\/)?pods$/.test(resource)) return 'pods';
  if (/^(?:count\/)?services(?:\.|$)/.test(resource)) return 'services';
  if (/storage$|persistentvolumeclaims$/.test(resource)) return 'storage';
  return 'other';
}

/**
 * `quota-exhausted`: a quota leaves no room for one more of a kind that nobody retries to create, so that no event tells
 * of the refusal: services and claims. `missing` names what is referred to and is not there.
 */
export function quotaFacts(
  index: ClusterIndex,
  missing: { readonly services: MissingByNamespace; readonly claims: MissingByNamespace },
): ClusterFact[] {
  return index.snapshot.list('ResourceQuota').flatMap((quota) => {
    const { namespace } = quota.metadata;
    const hard = quota.status?.hard ?? quota.spec?.hard ?? {};
    return Object.entries(hard).flatMap(([resource, limit]) => {
      const subject = subjectOf(resource);
      if (subject !== 'services' && subject !== 'storage') return [];
      const used = parseQuantity(quota.status?.used?.[resource]) ?? 0;
      const full = used >= (parseQuantity(limit) ?? Number.POSITIVE_INFINITY);
      const lacking = (subject === 'services' ? missing.services : missing.claims).get(namespace) ?? [];
      if (!full && (lacking.length === 0 || subject === 'services')) return [];
      return [
        {
          fact: 'quota-exhausted',
          object: { kind: 'Namespace', name: namespace },
          quota: quota.metadata.name,
          resource,
          subject,
          full,
          used: quota.status?.used?.[resource] ?? '0',
          hard: limit,
          missing: lacking,
          evidence: [
            evidenceOf(
              'object',
              referenceOf(quota),
              `${resource}: ${quota.status?.used?.[resource] ?? '0'} of ${limit} used`,
            ),
          ],
        },
      ];
    });
  });
}

export type MissingByNamespace = ReadonlyMap<string, readonly string[]>;
