import { isObject, type JsonObject, type Release } from '../record/index.ts';

/** What templates saw: the chart's defaults under what was set. A null takes a default away, as Helm does it. */
export function effectiveValues({ chart, values }: Pick<Release, 'chart' | 'values'>): JsonObject {
  return merge(chart.values, values);
}

export function merge(under: JsonObject, over: JsonObject): JsonObject {
  const merged = new Map(Object.entries(under));
  for (const [key, value] of Object.entries(over)) {
    const below = merged.get(key);
    if (value === null) merged.delete(key);
    else merged.set(key, isObject(value) && isObject(below) ? merge(below, value) : value);
  }
  return Object.fromEntries(merged);
}
