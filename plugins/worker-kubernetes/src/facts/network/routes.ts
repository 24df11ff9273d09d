import type { DestinationRule, VirtualService } from '../../cluster/istio.ts';
import type { ObjectsByKind } from '../../cluster/kinds.ts';
import type { ClusterIndex, ServiceView } from '../cluster-index.ts';
import { resolveHost } from '../addresses/resolve.ts';
import { type ClusterFact, evidenceOf, referenceOf } from '../fact.ts';
import { matchesLabels } from '../labels.ts';
import { labelsOf } from '../workloads.ts';

interface Destination {
  readonly host?: string | undefined;
  readonly subset?: string | undefined;
  readonly port?: { readonly number?: number | undefined } | undefined;
}

/**
 * `route-broken`: a VirtualService or an Ingress sends requests to what does not exist, or to another service than the
 * one of its own host. `problem`: `no-service`, `no-port`, `no-subset`,
 * `no-gateway`, `other-service`. The object is the service that
 * is missed: the one that was most likely meant.
 * `route-injects-fault`: a VirtualService delays or refuses requests on purpose.
 */
export function routeFacts(index: ClusterIndex): ClusterFact[] {
  return [...virtualServices(index), ...ingresses(index)];
}

function virtualServices(index: ClusterIndex): ClusterFact[] {
  const rules = declared(index, 'DestinationRule');
  const gateways = declared(index, 'Gateway');
  return declared(index, 'VirtualService').flatMap((route) => {
    const { namespace } = route.metadata;
    const hosts = (route.spec?.hosts ?? []).flatMap((host) => host ?? []);
    const own = hosts.map((host) => resolveHost(index, namespace, host)).find(({ kind }) => kind === 'service');
    const ownView = own?.kind === 'service' ? own.view : namedLike(index, namespace, route.metadata.name);
    const all = [...(route.spec?.http ?? []), ...(route.spec?.tcp ?? [])].flatMap((part) =>
      (part.route ?? []).flatMap(({ destination }) => destination ?? []),
    );
    const broken = all.flatMap((destination) =>
      problemOf(index, namespace, destination, ownView, rules).map((problem) => ({ destination, ...problem })),
    );
    const absent = (route.spec?.gateways ?? []).filter(
      (gateway) =>
        gateway !== 'mesh' &&
        gateways.length > 0 &&
        !gateways.some(({ metadata }) => isNamed(gateway, namespace, metadata)),
    );
    const faults = (route.spec?.http ?? []).flatMap((part) => (part.fault === undefined ? [] : [part]));
    return [
      ...broken.slice(0, 1).map(({ destination, problem, view }): ClusterFact => ({
        fact: 'route-broken',
        object: (ownView ?? view)?.object ?? {
          kind: 'Service',
          namespace,
          name: (destination.host ?? '').split('.')[0] ?? '',
        },
        route: referenceOf(route),
        problem,
        host: destination.host ?? '',
        port: destination.port?.number ?? 0,
        subset: destination.subset ?? '',
        evidence: [
          evidenceOf('object', referenceOf(route), `hosts ${hosts.join(', ')} go to ${JSON.stringify(destination)}`),
        ],
      })),
      ...absent.slice(0, 1).map((gateway): ClusterFact => ({
        fact: 'route-broken',
        object: (ownView ?? ordinaryDestination(index, route))?.object ?? referenceOf(route),
        route: referenceOf(route),
        problem: 'no-gateway',
        host: gateway,
        port: 0,
        subset: '',
        evidence: [evidenceOf('object', referenceOf(route), `names the gateway ${gateway}, which does not exist`)],
      })),
      ...faults.slice(0, 1).map((part): ClusterFact => {
        const target = part.route?.[0]?.destination?.host ?? hosts[0] ?? '';
        const resolved = resolveHost(index, namespace, target);
        return {
          fact: 'route-injects-fault',
          object: resolved.kind === 'service' ? resolved.view.object : referenceOf(route),
          route: referenceOf(route),
          delay: part.fault?.delay !== undefined,
          abort: part.fault?.abort !== undefined,
          evidence: [evidenceOf('object', referenceOf(route), `fault ${JSON.stringify(part.fault)}`)],
        };
      }),
    ];
  });
}

/** Where requests go for which a route has no condition; else where the first go. */
function ordinaryDestination(index: ClusterIndex, { metadata, spec }: VirtualService): ServiceView | undefined {
  const parts = spec?.http ?? [];
  const ordinary = parts.find(({ match = [] }) => match.length === 0) ?? parts[0] ?? spec?.tcp?.[0];
  const resolution = resolveHost(index, metadata.namespace, ordinary?.route?.[0]?.destination?.host ?? '');
  return resolution.kind === 'service' ? resolution.view : undefined;
}

interface Problem {
  readonly problem: 'no-service' | 'no-port' | 'no-subset' | 'other-service';
  readonly view: ServiceView | undefined;
}

function problemOf(
  index: ClusterIndex,
  namespace: string,
  destination: Destination,
  own: ServiceView | undefined,
  rules: readonly DestinationRule[],
): Problem[] {
  const resolution = resolveHost(index, namespace, destination.host ?? '');
  if (resolution.kind === 'external') return [];
  if (resolution.kind === 'missing') return [{ problem: 'no-service', view: resolution.nearest }];
  const { view } = resolution;
  const ports = (view.service.spec?.ports ?? []).map(({ port }) => port);
  const port = destination.port?.number;
  if (port !== undefined ? !ports.includes(port) : false) return [{ problem: 'no-port', view }];
  if (destination.subset !== undefined) {
    const subsets = rules
      .filter(({ metadata, spec }) => {
        const target = resolveHost(index, metadata.namespace, spec?.host ?? '');
        return target.kind === 'service' && target.view === view;
      })
      .flatMap(({ spec }) => spec?.subsets ?? []);
    const subset = subsets.find(({ name }) => name === destination.subset);
    // A workload that bears the labels and has no pods has a trouble of its own.
    const fits =
      subset !== undefined &&
      (view.pods.some(({ metadata }) => matchesLabels(subset.labels ?? {}, metadata.labels ?? {})) ||
        view.workloads.some((workload) => matchesLabels(subset.labels ?? {}, labelsOf(workload))));
    if (subset === undefined || (view.pods.length > 0 && !fits)) return [{ problem: 'no-subset', view }];
  }
  if (own !== undefined && own !== view && !sharesPods(own, view)) return [{ problem: 'other-service', view }];
  return [];
}

type Routing = 'VirtualService' | 'DestinationRule' | 'Gateway';

/** Of the cluster; where its routes were not read at all, those that were meant to be applied. */
export function declared<K extends Routing>(index: ClusterIndex, kind: K): readonly ObjectsByKind[K][] {
  const found = index.snapshot.list(kind);
  if (found.length > 0 || index.snapshot.covers(kind)) return found;
  const manifests = [...(index.snapshot.supplements.manifests?.values() ?? [])].flat();
  return manifests.filter(
    (object): object is ObjectsByKind[K] & typeof object => object.kind === kind && 'spec' in object,
  );
}

/** The service whose name a route bears, alone or with a suffix: `web-ingress` for `web`. */
function namedLike(index: ClusterIndex, namespace: string, name: string): ServiceView | undefined {
  for (let end = name.length; end > 0; end = name.lastIndexOf('-', end - 1)) {
    const view = index.service(namespace, name.slice(0, end));
    if (view !== undefined) return view;
  }
  return undefined;
}

function isNamed(
  gateway: string,
  namespace: string,
  metadata: { readonly name: string; readonly namespace: string },
): boolean {
  const [first, second] = gateway.split('/');
  return second === undefined
    ? metadata.name === first?.split('.')[0]
    : metadata.name === second && metadata.namespace === (first === '.' ? namespace : first);
}

/** Versions of one program often have a service each. */
function sharesPods(left: ServiceView, right: ServiceView): boolean {
  if (left.pods.some((pod) => right.pods.includes(pod))) return true;
  return left.object.name.startsWith(right.object.name) || right.object.name.startsWith(left.object.name);
}

function ingresses(index: ClusterIndex): ClusterFact[] {
  return index.snapshot.list('Ingress').flatMap((ingress) => {
    const { namespace } = ingress.metadata;
    const backends = [
      ingress.spec?.defaultBackend,
      ...(ingress.spec?.rules ?? []).flatMap(({ http }) => (http?.paths ?? []).map(({ backend }) => backend)),
    ].flatMap((backend) => backend?.service ?? []);
    return backends.flatMap(({ name = '', port }): ClusterFact[] => {
      const resolution = resolveHost(index, namespace, name);
      const ports = resolution.kind === 'service' ? (resolution.view.service.spec?.ports ?? []) : [];
      const found = ports.some(
        (own) => own.port === port?.number || (port?.name !== undefined && own.name === port.name),
      );
      if (resolution.kind === 'external' || found) return [];
      const view = resolution.kind === 'service' ? resolution.view : resolution.nearest;
      return [
        {
          fact: 'route-broken',
          object: view?.object ?? { kind: 'Service', namespace, name },
          route: referenceOf(ingress),
          problem: resolution.kind === 'missing' ? 'no-service' : 'no-port',
          host: name,
          port: port?.number ?? 0,
          subset: '',
          evidence: [
            evidenceOf('object', referenceOf(ingress), `sends requests to ${name}:${port?.number ?? port?.name}`),
          ],
        },
      ];
    });
  });
}
