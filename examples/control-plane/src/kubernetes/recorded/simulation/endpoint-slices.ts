import { resourceNamed } from '../../resources.ts';
import type { EndpointAddress, Endpoints, EndpointSlice, Service } from '../../kinds.ts';
import { generatedSuffix } from './world.ts';
import type { World } from './world.ts';

const endpointSlices = resourceNamed('endpointslices');
const serviceLabel = 'kubernetes.io/service-name';

type Subset = Endpoints['subsets'][number];

/** Writes the service's endpoints into its slices too, one for each subset; a recording without slices stays without. */
export function refreshEndpointSlices(world: World, service: Service, subsets: Endpoints['subsets']): void {
  const { namespace = '', name } = service.metadata;
  const slices = (world.store.inNamespace(endpointSlices, namespace) as EndpointSlice[]).filter(
    ({ metadata }) => metadata.labels?.[serviceLabel] === name,
  );
  const [first] = slices;
  if (first === undefined) return;
  const wanted: readonly Subset[] = subsets.length > 0 ? subsets : [{ ports: first.ports }];
  for (const [index, subset] of wanted.entries()) {
    const { metadata } = slices[index] ?? additional(first, `${name} ${index}`);
    world.store.put<EndpointSlice>({ ...first, metadata, ports: subset.ports, endpoints: endpointsOf(subset) });
  }
  for (const surplus of slices.slice(wanted.length)) world.store.delete(surplus);
}

function endpointsOf({ addresses = [], notReadyAddresses = [] }: Subset): EndpointSlice['endpoints'] {
  const endpoint =
    (ready: boolean) =>
    ({ ip, nodeName, targetRef }: EndpointAddress) => ({
      addresses: [ip],
      conditions: { ready, serving: ready, terminating: false },
      ...(nodeName !== undefined && { nodeName }),
      targetRef,
    });
  return [...addresses.map(endpoint(true)), ...notReadyAddresses.map(endpoint(false))];
}

function additional(first: EndpointSlice, seed: string): EndpointSlice {
  const { uid: _uid, ...metadata } = first.metadata;
  return { ...first, metadata: { ...metadata, name: `${first.metadata.name}-${generatedSuffix(seed, 5)}` } };
}
