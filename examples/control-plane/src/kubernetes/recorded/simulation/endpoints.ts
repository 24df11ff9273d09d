import { canonicalText } from '../../../json.ts';
import { resourceNamed } from '../../resources.ts';
import type { EndpointAddress, Endpoints, Pod, Service, ServicePort } from '../../kinds.ts';
import { refreshEndpointSlices } from './endpoint-slices.ts';
import { isReady } from './pods.ts';
import type { World } from './world.ts';

const pods = resourceNamed('pods');
const services = resourceNamed('services');
const endpoints = resourceNamed('endpoints');

/** Recomputes the endpoints of the services that select any of these pods, by their labels. */
export function refreshEndpointsOfPods(world: World, namespace: string, changed: readonly Pod[]): void {
  for (const service of world.store.inNamespace(services, namespace) as Service[]) {
    if (changed.some((pod) => selects(service, pod))) refreshEndpoints(world, service);
  }
}

/** Recomputes the endpoints of one service. One without a selector keeps what somebody else wrote there. */
export function refreshEndpoints(world: World, service: Service): void {
  if (service.spec.selector === undefined) return;
  const { namespace = '', name, labels } = service.metadata;
  const selected = (world.store.inNamespace(pods, namespace) as Pod[]).filter((pod) => selects(service, pod));
  const before = world.store.get(endpoints, { namespace, name }) as Endpoints | undefined;
  const subsets = subsetsOf(service, selected);
  if (before !== undefined && canonicalText(before.subsets ?? []) === canonicalText(subsets)) return;
  world.store.put<Endpoints>({
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: before?.metadata ?? { name, namespace, creationTimestamp: world.time, ...(labels && { labels }) },
    subsets,
  });
  refreshEndpointSlices(world, service, subsets);
}

function selects({ spec: { selector } }: Service, pod: Pod): boolean {
  const labels = pod.metadata.labels ?? {};
  const wanted = Object.entries(selector ?? {});
  return wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value);
}

/** Pods whose containers give a named port different numbers stand in different subsets. */
function subsetsOf(service: Service, selected: readonly Pod[]): Endpoints['subsets'] {
  const subsets = new Map<string, Endpoints['subsets'][number]>();
  for (const pod of selected) {
    const address = addressOf(pod);
    const ports = portsOf(service, pod);
    if (address === undefined || ports.length === 0) continue;
    const key = canonicalText(ports);
    const subset = subsets.get(key) ?? { ports };
    subsets.set(key, subset);
    if (isReady(pod) || service.spec.publishNotReadyAddresses === true) (subset.addresses ??= []).push(address);
    else (subset.notReadyAddresses ??= []).push(address);
  }
  return [...subsets.values()];
}

function addressOf({ metadata, spec, status }: Pod): EndpointAddress | undefined {
  if (status.podIP === undefined || status.phase === 'Succeeded' || status.phase === 'Failed') return undefined;
  const { namespace = '', name, uid } = metadata;
  return {
    ip: status.podIP,
    ...(spec.nodeName !== undefined && { nodeName: spec.nodeName }),
    targetRef: { kind: 'Pod', namespace, name, ...(uid !== undefined && { uid }) },
  };
}

function portsOf(service: Service, pod: Pod): Endpoints['subsets'][number]['ports'] {
  return (service.spec.ports ?? []).flatMap((port) => {
    const number = targetPort(port, pod);
    if (number === undefined) return [];
    return [{ ...(port.name !== undefined && { name: port.name }), port: number, protocol: port.protocol ?? 'TCP' }];
  });
}

function targetPort({ port, targetPort: target = port }: ServicePort, pod: Pod): number | undefined {
  if (typeof target === 'number') return target;
  return pod.spec.containers.flatMap(({ ports = [] }) => ports).find(({ name }) => name === target)?.containerPort;
}
