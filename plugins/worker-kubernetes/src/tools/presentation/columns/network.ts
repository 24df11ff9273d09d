import type { ObjectsByKind } from '../../../cluster/index.ts';
import { column, type ColumnsByKind, formatLabels, formatList } from './column.ts';

/** Columns of what leads requests to pods. */
export const networkColumns = {
  Service: [
    column('type', ({ spec }) => spec?.type ?? 'ClusterIP'),
    column('cluster IP', ({ spec }) => spec?.clusterIP ?? ''),
    column('ports', ({ spec }) => formatList((spec?.ports ?? []).map(formatServicePort))),
    column('selector', ({ spec }) => formatLabels(spec?.selector)),
  ],
  Endpoints: [
    column('ready', ({ subsets }) => (subsets ?? []).flatMap(({ addresses }) => addresses ?? []).length),
    column(
      'not ready',
      ({ subsets }) => (subsets ?? []).flatMap(({ notReadyAddresses }) => notReadyAddresses ?? []).length,
    ),
    column('ports', ({ subsets }) =>
      formatList((subsets ?? []).flatMap(({ ports }) => ports ?? []).map(({ port }) => port)),
    ),
  ],
  EndpointSlice: [
    column('service', ({ metadata }) => metadata.labels?.['kubernetes.io/service-name'] ?? ''),
    column(
      'ready',
      ({ endpoints }) => (endpoints ?? []).filter(({ conditions }) => conditions?.ready !== false).length,
    ),
    column(
      'not ready',
      ({ endpoints }) => (endpoints ?? []).filter(({ conditions }) => conditions?.ready === false).length,
    ),
    column('ports', ({ ports }) => formatList((ports ?? []).map(({ port }) => port))),
  ],
  Ingress: [
    column('class', ({ spec }) => spec?.ingressClassName ?? ''),
    column('hosts', ({ spec }) => formatList((spec?.rules ?? []).map(({ host }) => host ?? '*'))),
    column('services', (ingress) => formatList(backendsOf(ingress))),
  ],
  NetworkPolicy: [
    column('pods', ({ spec }) => formatLabels(spec?.podSelector?.matchLabels) || 'all'),
    column('types', ({ spec }) => formatList(spec?.policyTypes ?? [])),
    column('ingress rules', ({ spec }) => spec?.ingress?.length ?? 0),
    column('egress rules', ({ spec }) => spec?.egress?.length ?? 0),
  ],
  VirtualService: [
    column('hosts', ({ spec }) => formatList(spec?.hosts ?? [])),
    column('faults', ({ spec }) => (spec?.http ?? []).filter(({ fault }) => fault !== undefined).length),
  ],
  DestinationRule: [
    column('host', ({ spec }) => spec?.host ?? ''),
    column('subsets', ({ spec }) => formatList((spec?.subsets ?? []).map(({ name }) => name))),
  ],
  Gateway: [column('hosts', ({ spec }) => formatList((spec?.servers ?? []).flatMap(({ hosts }) => hosts ?? [])))],
} satisfies ColumnsByKind;

type ServicePort = NonNullable<NonNullable<ObjectsByKind['Service']['spec']>['ports']>[number];

function formatServicePort({ port, targetPort, protocol }: ServicePort): string {
  const target = targetPort === undefined || String(targetPort) === String(port) ? '' : `->${String(targetPort)}`;
  return `${port ?? ''}${target}${protocol === undefined || protocol === 'TCP' ? '' : `/${protocol}`}`;
}

function backendsOf({ spec }: ObjectsByKind['Ingress']): readonly string[] {
  const backends = [
    spec?.defaultBackend,
    ...(spec?.rules ?? []).flatMap(({ http }) => http?.paths ?? []).map(({ backend }) => backend),
  ];
  return backends.flatMap((backend) => {
    const { name, port } = backend?.service ?? {};
    return name === undefined ? [] : [`${name}:${port?.number ?? port?.name ?? ''}`];
  });
}
