import type { LabelSelector } from '../cluster/objects.ts';

export type Labels = Readonly<Record<string, string | undefined>>;

export function matchesLabels(wanted: Labels, labels: Labels): boolean {
  return Object.entries(wanted).every(([name, value]) => labels[name] === value);
}

/** As Kubernetes does: an empty selector matches everything, a missing one nothing. */
export function matchesSelector(selector: LabelSelector | undefined, labels: Labels): boolean {
  if (selector === undefined) return false;
  if (!matchesLabels(selector.matchLabels ?? {}, labels)) return false;
  return (selector.matchExpressions ?? []).every(({ key, operator, values }) =>
    matchesExpression(
      operator,
      key !== undefined && Object.hasOwn(labels, key) ? labels[key] : undefined,
      values ?? [],
    ),
  );
}

/** Operators of label selectors and of node affinity. */
export function matchesExpression(
  operator: string | undefined,
  value: string | undefined,
  values: readonly (string | undefined)[],
): boolean {
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
      return value !== undefined && Number(value) > Number(values[0]);
    case 'Lt':
      return value !== undefined && Number(value) < Number(values[0]);
    default:
      return false;
  }
}

/** Objects by namespace and label, so that a selector looks only at the objects that bear its rarest label. */
export class LabelIndex<T> {
  readonly #byLabel = new Map<string, T[]>();
  readonly #byNamespace = new Map<string, T[]>();
  readonly #labelsOf: (item: T) => Labels;

  constructor(items: Iterable<T>, place: (item: T) => { readonly namespace: string; readonly labels: Labels }) {
    this.#labelsOf = (item) => place(item).labels;
    for (const item of items) {
      const { namespace, labels } = place(item);
      append(this.#byNamespace, namespace, item);
      for (const [name, value] of Object.entries(labels)) append(this.#byLabel, `${namespace}/${name}=${value}`, item);
    }
  }

  /** All with these labels; all of the namespace for none. */
  withLabels(namespace: string, wanted: Labels): readonly T[] {
    let rarest = this.#byNamespace.get(namespace) ?? [];
    for (const [name, value] of Object.entries(wanted)) {
      const found = this.#byLabel.get(`${namespace}/${name}=${value}`) ?? [];
      if (found.length < rarest.length) rarest = found;
    }
    return rarest.filter((item) => matchesLabels(wanted, this.#labelsOf(item)));
  }

  selectedBy(namespace: string, selector: LabelSelector | undefined): readonly T[] {
    if (selector === undefined) return [];
    return this.withLabels(namespace, selector.matchLabels ?? {}).filter((item) =>
      matchesSelector(selector, this.#labelsOf(item)),
    );
  }
}

export function append<K, T>(map: Map<K, T[]>, key: K, item: T): void {
  const found = map.get(key);
  if (found === undefined) map.set(key, [item]);
  else found.push(item);
}
