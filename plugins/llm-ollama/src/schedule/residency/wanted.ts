import type { Backlog } from '../queue/backlog.ts';
import type { Others } from '../replicas.ts';
import type { Residency } from './residency.ts';
import type { Wanted } from './swap.ts';

/** Every model that calls have come for, here or to another replica. */
export function wantedOf(backlog: Backlog, others: Others, residency: Residency, now: number): readonly Wanted[] {
  const models = new Set([...backlog.models, ...others.models()]);
  return [...models].map((model) => {
    const { work, waiting } = backlog.wanted(model, now);
    return {
      model,
      work: work + others.work(model),
      waiting: waiting + others.waiting(model),
      replicas: residency.replicas(model),
    };
  });
}
