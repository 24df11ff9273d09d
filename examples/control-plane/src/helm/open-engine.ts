import type { Clock } from '../clock.ts';
import type { Cluster } from '../kubernetes/cluster.ts';
import type { ClusterOptions } from '../kubernetes/open-cluster.ts';
import { HelmProgram } from './helm-program.ts';
import type { ReleaseEngine } from './release-engine.ts';
import { SimulatedEngine } from './simulated-engine.ts';

/** A recorded cluster is simulated, a live one needs the real Helm; undefined where there is none. */
export function openReleaseEngine(
  options: ClusterOptions,
  cluster: Cluster,
  program: string | undefined,
  clock: Clock,
): ReleaseEngine | undefined {
  if (options.kind === 'recorded') return new SimulatedEngine(cluster, clock);
  return program === undefined ? undefined : new HelmProgram(program, options);
}
