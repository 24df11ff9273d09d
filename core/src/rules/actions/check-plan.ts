import { unknownName } from '../../errors.ts';
import { parsePath } from '../condition/path.ts';
import type { Action, StepAction } from './action.ts';

type Report = (path: readonly (string | number)[], message: string, nextStep: string) => void;

/**
 * Reports step ids that occur twice, names of steps that are not there, arguments that are given twice, and steps that wait
 * for each other.
 */
export function checkPlan(action: Action, report: Report): void {
  const [name, steps = []] =
    'plan' in action
      ? ['plan', action.plan.steps]
      : 'investigate' in action
        ? ['investigate', action.investigate.steps]
        : [];
  if (name === undefined) return;
  const ids = steps.map(({ id }) => id);
  for (const [index, step] of steps.entries()) {
    const path = [name, 'steps', index];
    if (ids.indexOf(step.id) !== index)
      report([...path, 'id'], `two steps have the id "${step.id}"`, 'rename one of them');
    for (const { name: other, at } of namedSteps(step)) {
      if (ids.includes(other)) continue;
      const { message, nextStep = '' } = unknownName('rules-invalid', 'step', other, ids);
      report([...path, ...at], message, nextStep);
    }
    checkBindings(step, (at, message, nextStep) => report([...path, ...at], message, nextStep));
  }
  checkOrder(steps, (path, message, nextStep) => report([name, ...path], message, nextStep));
}

function namedSteps({ needs = [], bind = {}, insteadOf }: StepAction) {
  return [
    ...needs.map((name) => ({ name, at: ['needs'] })),
    ...Object.entries(bind).map(([argument, { step }]) => ({ name: step, at: ['bind', argument, 'step'] })),
    ...(insteadOf === undefined ? [] : [{ name: insteadOf, at: ['insteadOf'] }]),
  ];
}

function checkBindings({ arguments: values = {}, bind = {} }: StepAction, report: Report): void {
  for (const [name, { value }] of Object.entries(bind)) {
    if (Object.hasOwn(values, name))
      report(
        ['bind', name],
        `the argument "${name}" is given twice`,
        'take it out of "arguments", or write "otherwise"',
      );
    if (parsePath(value) === undefined)
      report(['bind', name, 'value'], `"${value}" is no path`, 'write the way to a value: last.at');
  }
}

function checkOrder(steps: readonly StepAction[], report: Report): void {
  const ids = steps.map(({ id }) => id);
  const done = new Set<string>();
  let waiting = steps;
  for (;;) {
    const isHeldUp = (step: StepAction) => waitsFor(step).some((id) => ids.includes(id) && !done.has(id));
    const next = waiting.filter(isHeldUp);
    if (next.length === 0) return;
    if (next.length === waiting.length) {
      report(['steps'], `steps wait for each other: ${next.map(({ id }) => id).join(', ')}`, 'take a need out');
      return;
    }
    for (const { id } of waiting) if (!next.some((step) => step.id === id)) done.add(id);
    waiting = next;
  }
}

function waitsFor(step: StepAction): readonly string[] {
  return namedSteps(step).map(({ name }) => name);
}
