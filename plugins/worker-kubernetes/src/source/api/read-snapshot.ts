import { HexaopsError } from '@hexaops/core';
import {
  type ClusterObject,
  type ClusterSnapshot,
  Coverage,
  createSnapshot,
  type Kind,
  type Resource,
  resources,
  type Unavailable,
} from '../../cluster/index.ts';
import { checkNamespace } from '../names.ts';
import type { ListRequest, ReadContext, SnapshotRequest } from '../source.ts';
import { ByteBudget } from './byte-budget.ts';
import type { FetchKubernetes } from './fetch.ts';
import { namespaceNames, readAnywhere, type NamespaceList } from './read-anywhere.ts';
import { readFailingLogs } from './read-failing-logs.ts';
import { sideBySide } from './side-by-side.ts';

/** Lists that are read at the same time. */
const atOnce = 6;

interface Wanted {
  readonly resource: Resource;
  readonly request: ListRequest;
}

interface Reading extends NamespaceList<Kind> {
  readonly resource: Resource;
}

/**
 * Every kind, side by side: in the namespaces that are asked for, or everywhere. What cannot be read is unavailable; when
 * nothing can, the first reason is raised.
 */
export async function readSnapshot(
  source: string,
  fetch: FetchKubernetes,
  { namespaces: requested, logs = 'failing' }: SnapshotRequest,
  context: ReadContext,
): Promise<ClusterSnapshot> {
  const namespaces = requested && [...new Set(requested.map(checkNamespace))];
  const metered = new ByteBudget(context.byteCap).meter(fetch);
  const names = namespaceNames(metered, context);
  const readings = await sideBySide(
    wanted(namespaces),
    atOnce,
    context.signal,
    async ({ resource, request }, signal) => {
      const lists = await readAnywhere(metered, resource, request, { ...context, signal }, names);
      return lists.map((list): Reading => ({ ...list, resource }));
    },
  ).then((lists) => lists.flat());
  raiseIfNothing(readings);

  const objects = readings.flatMap(({ items }) => items).filter((object) => isOf(object, namespaces));
  const pods = objects.filter((object) => object.kind === 'Pod');
  const read = logs === 'none' ? { logs: [], unavailable: [] } : await readFailingLogs(metered, pods, context);
  return createSnapshot({
    source,
    collectedAt: new Date(),
    namespaces: namespaces ?? namespacesOf(objects),
    objects,
    coverage: coverageOf(readings, namespaces),
    logs: read.logs,
    unavailable: [...unavailableOf(readings), ...missing(objects, readings, namespaces), ...read.unavailable],
  });
}

/** Namespaces that are asked for are read one by one: no more of the others is looked at than their names on nodes. */
function wanted(namespaces: readonly string[] | undefined): Wanted[] {
  const present = resources.filter(({ past }) => !past);
  if (namespaces === undefined) return present.map((resource) => ({ resource, request: {} }));
  return present.flatMap((resource) => {
    if (resource.kind === 'Namespace') return namespaces.map((name) => ({ resource, request: { name } }));
    if (!resource.namespaced) return [{ resource, request: {} }];
    return namespaces.map((namespace) => ({ resource, request: { namespace } }));
  });
}

/** A volume that belongs to a claim of another namespace says nothing about these. */
function isOf(object: ClusterObject, namespaces: readonly string[] | undefined): boolean {
  if (namespaces === undefined || object.kind !== 'PersistentVolume') return true;
  const claimed = object.spec?.claimRef?.namespace;
  return claimed === undefined || namespaces.includes(claimed);
}

function isRead({ resource, unavailable }: Reading): boolean {
  return unavailable === undefined || (resource.optional && unavailable.code === 'not-found');
}

function coverageOf(readings: readonly Reading[], namespaces: readonly string[] | undefined): Coverage {
  const coverage = new Coverage();
  for (const reading of readings) {
    // Read by name, they are not all that there are.
    const isPartial = reading.resource.kind === 'Namespace' && namespaces !== undefined;
    if (isRead(reading) && !isPartial) coverage.add(reading.resource.kind, reading.namespace);
  }
  return coverage;
}

function unavailableOf(readings: readonly Reading[]): Unavailable[] {
  return readings
    .filter((reading) => !isRead(reading))
    .map(({ unavailable }) => unavailable)
    .filter((entry) => entry !== undefined);
}

function missing(
  objects: readonly ClusterObject[],
  readings: readonly Reading[],
  namespaces: readonly string[] | undefined,
): Unavailable[] {
  const wasRead = readings.filter(({ resource }) => resource.kind === 'Namespace').every(isRead);
  const found = new Set(objects.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name));
  return (namespaces ?? [])
    .filter((name) => wasRead && !found.has(name))
    .map((namespace) => ({ source: namespace, namespace, code: 'not-found', reason: 'there is no such namespace' }));
}

function raiseIfNothing(readings: readonly Reading[]): void {
  const [first] = readings;
  const hasSome = readings.some(({ unavailable, items }) => unavailable === undefined || items.length > 0);
  if (first?.unavailable === undefined || hasSome) return;
  const { code = 'cluster-unavailable', reason } = first.unavailable;
  if (code === 'not-found') {
    throw new HexaopsError('cluster-unavailable', 'there is no Kubernetes API at this address', {
      nextStep: 'check the address, and the path of the pass-through, in the configuration',
    });
  }
  throw new HexaopsError(code, `nothing of the cluster can be read: ${reason}`, {
    nextStep:
      code === 'forbidden' ? 'ask an administrator for the permission to read the namespace' : 'try again later',
  });
}

function namespacesOf(objects: readonly ClusterObject[]): string[] {
  const named = objects.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name);
  const used = objects.map(({ metadata }) => metadata.namespace).filter((name) => name !== undefined);
  return [...new Set([...named, ...used])];
}
