import { isObject, type Json } from '../record/index.ts';

/** By what Kubernetes tells elements of a list apart, the first that all of them have; as its merge keys are. */
const keys: readonly ((element: Json) => string | undefined)[] = [
  (element) => field(element, 'name'),
  (element) => field(element, 'mountPath'),
  (element) => field(element, 'devicePath'),
  (element) => join(field(element, 'containerPort'), field(element, 'protocol') ?? 'TCP'),
  (element) => join(field(element, 'port'), field(element, 'protocol') ?? 'TCP'),
  (element) => field(element, 'ip'),
  (element) => join(field(element, 'topologyKey'), field(element, 'whenUnsatisfiable') ?? 'DoNotSchedule'),
  (element) => (isObject(element) && isObject(element['metadata']) ? field(element['metadata'], 'name') : undefined),
];

/** The key of each element; undefined where they have none that tells them apart: then their places count. */
export function keysOfList(list: readonly Json[]): readonly string[] | undefined {
  for (const keyOf of keys) {
    const found = list.map(keyOf);
    const known = found.filter((key) => key !== undefined);
    if (known.length === list.length && new Set(known).size === known.length) return known;
  }
  return undefined;
}

function field(element: Json, name: string): string | undefined {
  const value = isObject(element) ? element[name] : undefined;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

function join(first: string | undefined, second: string): string | undefined {
  return first === undefined ? undefined : `${first}/${second}`;
}
