import type { Hit } from '../instrument/hits.ts';
import type { Scene } from '../scene/scene.ts';
import { inParallel } from './in-parallel.ts';
import { type KillResult, killCase, recordHits } from './kill-case.ts';
import { everySiteOnce, sitesOf } from './plan.ts';
import type { Phase } from './verdict.ts';

export interface Extent {
  /** Every time that a site is reached, not only once each. */
  readonly all: boolean;
  /** Cases at the same time. */
  readonly atOnce: number;
  /** Only sites for which it holds. */
  readonly only?: (site: string) => boolean;
  readonly progress?: (done: number, of: number, result: KillResult) => void;
}

/** The kills in one part of the way. */
export interface Part {
  readonly name: string;
  /** Hits of the recorded run. */
  readonly hits: readonly Hit[];
  readonly results: readonly KillResult[];
}

/** At most so many workspaces are needed; a workspace that nobody takes costs nothing. */
export const casesAtMost = 5_000;

/**
 * First every await between the approval and the end of the run; then, where a first process died between intent and effect, and
 * between effect and outcome, every await of the one that goes on after it.
 */
export async function killEverywhere(scene: Scene, extent: Extent): Promise<readonly Part[]> {
  const first = await partOf(scene, extent, 'approve, execute, record', [], new Set());
  const parts = [first];
  const met = new Set(sitesOf(first.hits));
  for (const phase of ['intent, no effect', 'effect, no outcome'] as const) {
    const before = killIn(phase, first);
    const part = await partOf(
      scene,
      extent,
      `resume after a kill at: ${phase}`,
      [before],
      extent.all ? new Set() : met,
    );
    for (const site of sitesOf(part.hits)) met.add(site);
    parts.push(part);
  }
  return parts;
}

async function partOf(
  scene: Scene,
  { all, atOnce, only = () => true, progress }: Extent,
  name: string,
  before: readonly Hit[],
  met: ReadonlySet<string>,
): Promise<Part> {
  const hits = await recordHits(scene, before);
  const targets = (all ? hits : everySiteOnce(hits, met)).filter(({ site }) => only(site));
  let done = 0;
  const results = await inParallel(targets, atOnce, async (target) => {
    const result = await killCase(scene, [...before, target]);
    progress?.(++done, targets.length, result);
    return result;
  });
  return { name, hits, results };
}

function killIn(phase: Phase, { results }: Part): Hit {
  const found = results.find((result) => result.phase === phase)?.kills.at(-1);
  if (found === undefined) throw new Error(`No kill left a run at: ${phase}.`);
  return found;
}
