import type { ToolRegistry } from '../engine/tool-registry.ts';
import { HexaopsError, unknownName } from '../errors.ts';
import type { CompiledRules } from '../rules/index.ts';
import { playbookOf } from './playbook.ts';

/**
 * Raises `rules-invalid` where a rule of stage `trigger` names a tool that changes something, or a playbook that is no rule
 * with a plan: found at the start, not at night. A tool that is not installed is left out when its time comes.
 */
export function checkTriggers(rules: CompiledRules, tools: ToolRegistry): void {
  const playbooks = rules.rules('route').map(({ id }) => id);
  const problems = rules.rules('trigger').flatMap(({ id, actions }) =>
    actions.flatMap(({ investigate: { steps = [], playbook } }) => {
      const plans = playbookOf(rules, playbook);
      const writes = [...steps, ...plans.flatMap((plan) => plan.steps)]
        .filter(({ tool }) => tools.has(tool) && tools.get(tool).effect === 'write')
        .map(({ tool }) => `rule ${id}: "${tool}" changes something, and an investigation changes nothing`);
      if (playbook === undefined || plans.length > 0) return writes;
      const { message, nextStep = '' } = unknownName('rules-invalid', 'playbook', playbook, playbooks);
      return [...writes, `rule ${id}: ${message}; ${nextStep}`];
    }),
  );
  if (problems.length === 0) return;
  throw new HexaopsError('rules-invalid', problems.join('\n'), {
    nextStep: 'name tools that read, or switch the rule off',
    details: { problems },
  });
}

/** Raises `config-invalid` for a worker that no plugin brings: else a wrong name would quietly leave everything out. */
export function checkWorkers(tools: ToolRegistry, workers: readonly string[]): void {
  const known = [...new Set(tools.all.map(({ worker }) => worker))].sort();
  for (const worker of workers)
    if (!known.includes(worker)) throw unknownName('config-invalid', 'worker', worker, known);
}
