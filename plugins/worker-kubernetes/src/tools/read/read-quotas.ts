import { defineReadTool, type ReadTool, type Row } from '@hexaops/core';
import type { Pod } from '../../cluster/index.ts';
import { parseQuantity } from '../../facts/quantity.ts';
import type { ClusterAccess } from '../access.ts';
import { namespaceArgument, workerName } from '../arguments.ts';
import { tableEvidence } from '../presentation/evidence.ts';
import { compare } from '../presentation/order.ts';
import { formatQuantity } from '../presentation/quantity.ts';

export function readQuotas(access: ClusterAccess): ReadTool {
  return defineReadTool({
    name: 'read-quotas',
    description: 'Shows the resource quotas, how much of them is used, and which workloads use the most.',
    worker: workerName,
    input: { type: 'object', additionalProperties: false, properties: { namespace: namespaceArgument } },
    async execute({ namespace }, context) {
      const [quotas, pods] = await Promise.all([
        access.list('ResourceQuota', context, namespace),
        access.list('Pod', context, namespace),
      ]);
      const { byteCap } = context;
      const users = usersOf(pods.items);
      return {
        evidence: [
          tableEvidence(access, quotas, {
            title: 'resource quotas, the fullest first',
            table: {
              columns: ['namespace', 'quota', 'resource', 'used', 'hard', 'percent'],
              rows: quotas.items
                .flatMap(({ metadata, status, spec }) =>
                  rowsOf(metadata, status?.hard ?? spec?.hard ?? {}, status?.used ?? {}),
                )
                .sort(byPercent),
            },
            remedy: 'ask for one namespace',
            byteCap,
          }),
          tableEvidence(access, pods, {
            title: 'what pods ask for, by what runs them',
            table: {
              columns: [
                'namespace',
                'workload',
                'pods',
                'cpu requests',
                'memory requests',
                'cpu limits',
                'memory limits',
              ],
              rows: users,
            },
            remedy: 'ask for one namespace',
            byteCap,
          }),
        ],
        value: { quotas: quotas.items.length, users: users.length },
        unavailable: [...quotas.unavailable, ...pods.unavailable],
      };
    },
  });
}

type Quantities = Readonly<Record<string, unknown>>;

function rowsOf(
  { namespace, name }: { readonly namespace: string; readonly name: string },
  hard: Quantities,
  used: Quantities,
): readonly Row[] {
  return Object.entries(hard).map(([resource, limit]) => {
    const most = parseQuantity(limit) ?? 0;
    const percent = most === 0 ? null : Math.round(((parseQuantity(used[resource]) ?? 0) / most) * 100);
    return [namespace, name, resource, textOf(used[resource]), textOf(limit), percent];
  });
}

function textOf(quantity: unknown): string {
  return typeof quantity === 'string' || typeof quantity === 'number' ? String(quantity) : '0';
}

function byPercent(a: Row, b: Row): number {
  return Number(b[5] ?? -1) - Number(a[5] ?? -1) || compare(String(a[2]), String(b[2]));
}

const amounts = ['requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory'] as const;
type Amounts = Record<(typeof amounts)[number], number>;

interface User {
  readonly namespace: string;
  readonly workload: string;
  pods: number;
  readonly sum: Amounts;
}

/** Workloads by what their pods request, the greediest first. Finished pods ask for nothing. */
function usersOf(pods: readonly Pod[]): readonly Row[] {
  const users = new Map<string, User>();
  for (const pod of pods) {
    const phase = pod.status?.phase;
    if (phase === 'Succeeded' || phase === 'Failed') continue;
    const { namespace } = pod.metadata;
    const workload = ownerName(pod);
    const key = `${namespace}/${workload}`;
    const user: User = users.get(key) ?? {
      namespace,
      workload,
      pods: 0,
      sum: { 'requests.cpu': 0, 'requests.memory': 0, 'limits.cpu': 0, 'limits.memory': 0 },
    };
    users.set(key, user);
    user.pods += 1;
    for (const { resources } of pod.spec?.containers ?? []) {
      for (const amount of amounts) {
        const [side = 'requests', resource = ''] = amount.split('.');
        const quantities: Quantities = (side === 'limits' ? resources?.limits : resources?.requests) ?? {};
        user.sum[amount] += parseQuantity(quantities[resource]) ?? 0;
      }
    }
  }
  return [...users.values()]
    .sort(
      (a, b) =>
        b.sum['requests.cpu'] - a.sum['requests.cpu'] ||
        b.sum['requests.memory'] - a.sum['requests.memory'] ||
        compare(a.workload, b.workload),
    )
    .map(({ namespace, workload, pods, sum }) => [
      namespace,
      workload,
      pods,
      ...[sum['requests.cpu'], sum['requests.memory'], sum['limits.cpu'], sum['limits.memory']].map((value, index) =>
        formatQuantity(value, index % 2 === 0 ? 'cpu' : 'memory'),
      ),
    ]);
}

/** Of a Deployment's pods the Deployment: its replica sets are named after it and the hash that their pods bear. */
function ownerName({ metadata }: Pod): string {
  const owner = (metadata.ownerReferences ?? []).find(({ controller }) => controller === true)?.name ?? metadata.name;
  const hash = metadata.labels?.['pod-template-hash'];
  return hash !== undefined && owner.endsWith(`-${hash}`) ? owner.slice(0, -hash.length - 1) : owner;
}
