import type { Call } from '../addresses/calls.ts';
import type { ClusterIndex, ServiceView } from '../cluster-index.ts';
import { type ClusterFact, evidenceOf } from '../fact.ts';
import { append } from '../labels.ts';
import { declared } from '../network/routes.ts';
import { labelsOf, podSpecOf, type Workload } from '../workloads.ts';
import { declaredPorts } from './ports.ts';

/**
 * `service-selects-nothing`: the selector fits the pods of no workload that there is; `candidate` is the workload that
 * it was most likely meant for, `wantedSelector` what would select it. `spare`: the candidate has a service of its own, and
 * nothing is told to call this one, as where one of two versions is not deployed.
 * `service-selects-other`: it fits another workload's pods, and the workload of the service's own name has no service.
 */
export function selectorFacts(index: ClusterIndex, calls: readonly Call[]): ClusterFact[] {
  let named: ReadonlySet<string> | undefined;
  const isCalled = (view: ServiceView) =>
    calls.some(({ resolution }) => resolution.kind === 'service' && resolution.view === view) ||
    (named ??= routedNames(index)).has(view.object.name);
  const byNamespace = new Map<string, Workload[]>();
  for (const workload of index.workloads)
    if (workload.object.kind !== 'Job') append(byNamespace, workload.namespace, workload);
  const words = new Map<string, WorkloadsByWord>();
  const wordsOf = (namespace: string) => {
    const known = words.get(namespace) ?? new WorkloadsByWord(byNamespace.get(namespace) ?? []);
    words.set(namespace, known);
    return known;
  };
  return index.services.flatMap((view) => {
    const selector = view.service.spec?.selector ?? {};
    if (Object.keys(selector).length === 0 || view.service.spec?.type === 'ExternalName') return [];
    const workloads = byNamespace.get(view.service.metadata.namespace) ?? [];
    if (view.pods.length === 0 && view.workloads.length === 0) {
      const { namespace } = view.service.metadata;
      const fact = selectsNothing(index, view, wordsOf(namespace), isCalled);
      // Where pods may not be read, a service seems to select none; what was meant for it tells more.
      return fact['candidate'] === '' && !index.snapshot.covers('Pod', namespace) ? [] : [fact];
    }
    return selectsOther(index, view, workloads);
  });
}

function selectsNothing(
  index: ClusterIndex,
  view: ServiceView,
  workloads: WorkloadsByWord,
  isCalled: (view: ServiceView) => boolean,
): ClusterFact {
  const { selector = {} } = view.service.spec ?? {};
  const [best] = workloads
    .bearing([view.object.name, ...Object.values(selector)])
    .map((workload) => ({ workload, score: likeness(index, view, workload) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || (a.workload.object.name < b.workload.object.name ? -1 : 1));
  const labels = best === undefined ? {} : labelsOf(best.workload);
  return {
    fact: 'service-selects-nothing',
    object: view.object,
    selector,
    candidate: best?.workload.object.name ?? '',
    spare: best !== undefined && isSpare(index, view, best.workload) && !isCalled(view),
    ...(best === undefined ? {} : { wantedSelector: best.workload.selector?.matchLabels ?? labels }),
    evidence: [
      evidenceOf('object', view.object, `selector ${JSON.stringify(selector)} matches no pod and no pod template`),
      ...(best === undefined
        ? []
        : [evidenceOf('object', best.workload.object, `pods bear the labels ${JSON.stringify(labels)}`)]),
    ],
  };
}

/** Every word of a route that may name a service; of whichever namespace, so rather too many. */
function routedNames(index: ClusterIndex): ReadonlySet<string> {
  const routes = [...declared(index, 'VirtualService'), ...index.snapshot.list('Ingress')];
  return new Set(
    routes.flatMap(({ spec }) =>
      [...JSON.stringify(spec ?? {}).matchAll(/:"([a-z0-9-]+)[".]/g)].map(([, name = '']) => name),
    ),
  );
}

/** It narrows the selector of a service that has the pods, and is reached from inside of the cluster alone. */
function isSpare(index: ClusterIndex, { service, object }: ServiceView, candidate: Workload): boolean {
  const { selector = {}, type = 'ClusterIP', clusterIP } = service.spec ?? {};
  const labels = labelsOf(candidate);
  return (
    type === 'ClusterIP' &&
    clusterIP !== 'None' &&
    plain(object.name) !== plain(candidate.object.name) &&
    Object.entries(selector).some(([name, value]) => labels[name] === value) &&
    index.servicesOf(candidate).length > 0
  );
}

/** Workloads by their name and the values of their labels, however these are spelt: a name is found without looking at all. */
class WorkloadsByWord {
  readonly #byWord = new Map<string, Workload[]>();

  constructor(workloads: readonly Workload[]) {
    for (const workload of workloads) {
      const words = new Set([workload.object.name, ...Object.values(labelsOf(workload))].map(plain));
      for (const word of words) append(this.#byWord, word, workload);
    }
  }

  /** Those that bear any of the words, each once. */
  bearing(words: readonly (string | undefined)[]): readonly Workload[] {
    return [...new Set(words.flatMap((word) => this.#byWord.get(plain(word)) ?? []))];
  }
}

/** How much a workload looks like the one that a service was made for. Zero: not at all. */
function likeness(index: ClusterIndex, { service, object }: ServiceView, workload: Workload): number {
  const { selector = {}, ports = [] } = service.spec ?? {};
  const labels = labelsOf(workload);
  const sameLabels = Object.entries(selector).filter(([name, value]) => labels[name] === value).length;
  const sameValues = Object.values(selector).filter((value) =>
    Object.values(labels).some((label) => plain(label) === plain(value)),
  ).length;
  const sameName = plain(workload.object.name) === plain(object.name);
  if (sameLabels + sameValues === 0 && !sameName) return 0;
  const declared = declaredPorts(podSpecOf(workload).containers);
  const samePorts = ports.some(({ port, targetPort }) =>
    declared.some(({ number, name }) =>
      [port, targetPort].some((wanted) => String(wanted) === String(number) || wanted === name),
    ),
  );
  const free = index.servicesOf(workload).length === 0;
  return sameLabels + sameValues + (sameName ? 4 : 0) + (samePorts ? 1 : 0) + (free ? 2 : 0);
}

/** `ad_service`, `ad-service` and `adservice` are one name misspelt. */
function plain(text: string | undefined): string {
  return (text ?? '').toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

function selectsOther(index: ClusterIndex, view: ServiceView, workloads: readonly Workload[]): ClusterFact[] {
  const { object } = view;
  if (view.workloads.length === 0 || view.workloads.some(({ object: { name } }) => plain(name) === plain(object.name)))
    return [];
  const own = workloads.find((workload) => plain(workload.object.name) === plain(object.name));
  const other = view.workloads[0];
  if (own === undefined || other === undefined || index.servicesOf(own).length > 0) return [];
  if (!index.servicesOf(other).some((service) => plain(service.object.name) === plain(other.object.name))) return [];
  return [
    {
      fact: 'service-selects-other',
      object,
      selector: view.service.spec?.selector ?? {},
      selected: other.object.name,
      candidate: own.object.name,
      wantedSelector: own.selector?.matchLabels ?? labelsOf(own),
      evidence: [
        evidenceOf(
          'object',
          object,
          `selector ${JSON.stringify(view.service.spec?.selector)} fits ${other.object.name}`,
        ),
        evidenceOf('object', own.object, 'no service selects it'),
      ],
    },
  ];
}
