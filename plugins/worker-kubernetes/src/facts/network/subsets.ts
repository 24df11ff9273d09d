import { resolveHost } from '../addresses/resolve.ts';
import type { ClusterIndex, ServiceView } from '../cluster-index.ts';
import { append, type Labels, matchesLabels } from '../labels.ts';
import { labelsOf, type Workload } from '../workloads.ts';
import { declared } from './routes.ts';

/** The workloads of each subset of a service that a VirtualService sends requests to. */
export function routedSubsets(index: ClusterIndex): readonly (readonly Workload[])[] {
  const subsets = new Map<ServiceView, { readonly name: string; readonly labels: Labels }[]>();
  for (const { metadata, spec } of declared(index, 'DestinationRule')) {
    const target = resolveHost(index, metadata.namespace, spec?.host ?? '');
    if (target.kind !== 'service') continue;
    for (const { name = '', labels = {} } of spec?.subsets ?? []) append(subsets, target.view, { name, labels });
  }
  return declared(index, 'VirtualService').flatMap(({ metadata, spec }) =>
    [...(spec?.http ?? []), ...(spec?.tcp ?? [])]
      .flatMap(({ route }) => route ?? [])
      .flatMap(({ destination, weight }) => {
        const target = resolveHost(index, metadata.namespace, destination?.host ?? '');
        if (destination?.subset === undefined || weight === 0 || target.kind !== 'service') return [];
        return (subsets.get(target.view) ?? [])
          .filter(({ name }) => name === destination.subset)
          .map(({ labels }) => target.view.workloads.filter((workload) => matchesLabels(labels, labelsOf(workload))));
      }),
  );
}
