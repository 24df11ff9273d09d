import type { Hit } from '../instrument/hits.ts';

/** Each site once. Where it is reached several times, the sites take turns, so that every part of the run is met. */
export function everySiteOnce(hits: readonly Hit[], except: ReadonlySet<string> = new Set()): readonly Hit[] {
  const counts = new Map<string, number>();
  for (const { site } of hits) if (!except.has(site)) counts.set(site, (counts.get(site) ?? 0) + 1);
  return [...counts].map(([site, count], index) => ({ site, occurrence: (index % count) + 1 }));
}

export function sitesOf(hits: readonly Hit[]): ReadonlySet<string> {
  return new Set(hits.map(({ site }) => site));
}
