import {
  cleanObject,
  type Alert,
  type ClusterObject,
  type Collection,
  type ConnectivityCheck,
  type ErrorLog,
  type NodeAllocation,
  type NodeService,
  resources,
  type ServiceDependencies,
} from '../../../cluster/index.ts';
import { date, entriesOf, fieldsOf, listOf, number, text, textsOf } from './values.ts';

/** Each of these reads one JSON document of `evidence/`, and gives undefined when it is something else. */

export function readAlerts(document: unknown): Alert[] | undefined {
  const fields = fieldsOf(document);
  // Where there was nothing to say, the document is an empty object.
  const alerts =
    fields === undefined ? document : (fields['alerts'] ?? (Object.keys(fields).length === 0 ? [] : undefined));
  return listOf(alerts, (fields) => {
    const name = text(fields, 'name');
    if (name === undefined) return undefined;
    const timeRange = text(fields, 'time_range');
    return {
      type: text(fields, 'type') ?? '',
      name,
      status: text(fields, 'status') ?? '',
      ...(timeRange !== undefined && { timeRange }),
      evidence: textsOf(fields['evidence']),
    };
  });
}

export function readConnectivity(document: unknown): ConnectivityCheck[] | undefined {
  return listOf(document, (fields) => {
    const [namespace, service, port] = [text(fields, 'namespace'), text(fields, 'service'), number(fields, 'port')];
    if (namespace === undefined || service === undefined || port === undefined) return undefined;
    const probes = listOf(fields['probes'], (probe) => {
      if (typeof probe['ok'] !== 'boolean') return undefined;
      const [from, address] = [text(probe, 'from'), text(probe, 'address')];
      return {
        ok: probe['ok'],
        text: text(probe, 'text') ?? '',
        ...(from !== undefined && { from }),
        ...(address !== undefined && { address }),
      };
    });
    return { namespace, service, port, probes: probes ?? [] };
  });
}

export function readDependencies(document: unknown): Map<string, ServiceDependencies> | undefined {
  return entriesOf(document, (fields) => ({
    upstream: textsOf(fields['upstream']),
    calls: textsOf(fields['calls']),
  }));
}

export function readNodeServices(document: unknown): Map<string, ReadonlyMap<string, NodeService>> | undefined {
  return entriesOf(document, (units) =>
    entriesOf(units, (fields) => {
      const active = text(fields, 'active');
      if (active === undefined) return undefined;
      const since = date(fields, 'since');
      return {
        active,
        sub: text(fields, 'sub') ?? '',
        text: text(fields, 'text') ?? '',
        ...(since !== undefined && { since }),
      };
    }),
  );
}

export function readErrorLogs(document: unknown): Map<string, ErrorLog> | undefined {
  return entriesOf(document, (fields) => ({
    lines: number(fields, 'total_log_count') ?? 0,
    errors: number(fields, 'total_errors') ?? 0,
    patterns:
      listOf(fields['patterns'], (pattern) => {
        const sample = text(pattern, 'sample');
        return sample === undefined ? undefined : { count: number(pattern, 'count') ?? 1, sample };
      }) ?? [],
  }));
}

export function readNodeAllocations(document: unknown): Map<string, NodeAllocation> | undefined {
  return entriesOf(document, (fields) => ({
    pods:
      listOf(fields['pods'], (pod) => {
        const [namespace, name] = [text(pod, 'namespace'), text(pod, 'name')];
        if (namespace === undefined || name === undefined) return undefined;
        return { namespace, name, ...pick(pod, ['cpuRequests', 'cpuLimits', 'memoryRequests', 'memoryLimits'], text) };
      }) ?? [],
    allocated:
      entriesOf(fields['allocated'], (amount) => ({
        ...pick(amount, ['requests', 'limits'], text),
        ...pick(amount, ['requestsPercent', 'limitsPercent'], number),
      })) ?? new Map(),
  }));
}

export function readCollection(document: unknown): Collection | undefined {
  const fields = fieldsOf(document);
  if (fields === undefined) return undefined;
  const [collectedAt, namespace] = [date(fields, 'collectedAt'), text(fields, 'namespace')];
  return { ...(collectedAt !== undefined && { collectedAt }), ...(namespace !== undefined && { namespace }) };
}

/** Objects of kinds that are not read from clusters are left out. */
export function readManifests(document: unknown): Map<string, ClusterObject[]> | undefined {
  const services = fieldsOf(document);
  if (services === undefined) return undefined;
  return new Map(
    Object.entries(services).map(([service, objects]) => [
      service,
      listOf(objects, (fields): ClusterObject | undefined => {
        const resource = resources.find(({ kind }) => kind === fields['kind']);
        return resource && cleanObject(fields, resource);
      }) ?? [],
    ]),
  );
}

function pick<const Name extends string, T>(
  fields: Readonly<Record<string, unknown>>,
  names: readonly Name[],
  read: (fields: Readonly<Record<string, unknown>>, name: string) => T | undefined,
): { [N in Name]?: T } {
  const result: { [N in Name]?: T } = {};
  for (const name of names) {
    const value = read(fields, name);
    if (value !== undefined) result[name] = value;
  }
  return result;
}
