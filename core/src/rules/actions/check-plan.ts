import { unknownName } from '../../errors.ts';
import type { Action } from './action.ts';

/** Reports step ids that occur twice, needs that no step meets, and steps that wait for each other. */
export function checkPlan(
  action: Action,
  report: (path: readonly (string | number)[], message: string, nextStep: string) => void,
): void {
  if (!('plan' in action)) return;
  const { steps } = action.plan;
  const ids = steps.map(({ id }) => id);
  for (const [index, step] of steps.entries()) {
    const path = ['plan', 'steps', index];
    if (ids.indexOf(step.id) !== index)
      report([...path, 'id'], `two steps have the id "${step.id}"`, 'rename one of them');
    for (const need of step.needs ?? []) {
      if (ids.includes(need)) continue;
      const { message, nextStep = '' } = unknownName('rules-invalid', 'step', need, ids);
      report([...path, 'needs'], message, nextStep);
    }
  }
  const done = new Set<string>();
  let waiting = steps;
  for (;;) {
    const next = waiting.filter(({ needs = [] }) => !needs.every((need) => done.has(need) || !ids.includes(need)));
    if (next.length === 0) return;
    if (next.length === waiting.length) {
      report(['plan', 'steps'], `steps wait for each other: ${next.map(({ id }) => id).join(', ')}`, 'take a need out');
      return;
    }
    for (const { id } of waiting) if (!next.some((step) => step.id === id)) done.add(id);
    waiting = next;
  }
}
