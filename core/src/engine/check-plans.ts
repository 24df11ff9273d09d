import { HexaopsError, unknownName } from '../errors.ts';
import type { CompiledRules } from '../rules/index.ts';
import type { ToolRegistry } from './tool-registry.ts';

/** Raises `rules-invalid` where a plan of a `route` rule names a tool that no plugin brings: found at the start, not by a person. */
export function checkPlans(rules: CompiledRules, tools: ToolRegistry): void {
  const known = tools.all.map(({ name }) => name);
  const problems = rules.rules('route').flatMap(({ id, actions }) =>
    actions
      .flatMap((action) => ('plan' in action ? action.plan.steps : []))
      .filter(({ tool }) => !tools.has(tool))
      .map(({ id: step, tool }) => {
        const { message, nextStep } = unknownName('tool-unknown', 'tool', tool, known);
        return `rule ${id}, step "${step}": ${message}; ${nextStep ?? ''}`;
      }),
  );
  if (problems.length === 0) return;
  throw new HexaopsError('rules-invalid', problems.join('\n'), {
    nextStep: 'load the plugin that brings the tool, or switch the rule off',
    details: { problems },
  });
}
