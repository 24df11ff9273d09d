import { HexaopsError, unknownName } from '../errors.ts';
import { chooseSteps, type CompiledRule, type CompiledRules, type StepAction } from '../rules/index.ts';
import type { ToolRegistry } from './tool-registry.ts';

/** A rule over the tools of several workers, of which too few are installed. */
export interface LeftOutRule {
  readonly rule: string;
  readonly missing: readonly string[];
}

/** Tools that are not installed and without which a plan of the rule cannot be made. */
export function missingTools({ actions }: CompiledRule, tools: ToolRegistry): readonly string[] {
  return actions.flatMap((action) =>
    'plan' in action ? chooseSteps(action.plan, (name) => tools.has(name)).missing : [],
  );
}

/**
 * Raises `rules-invalid` where a plan of a `route` rule cannot be followed: a tool that no plugin brings, an argument that its
 * tool does not have, a change that takes an argument from what was read. Found at the start, not by a person.
 */
export function checkPlans(rules: CompiledRules, tools: ToolRegistry): void {
  const problems = rules
    .rules('route')
    .flatMap((rule) => [
      ...missingTools(rule, tools).map((name) => `rule ${rule.id}: ${wordsOf('tool', name, namesOf(tools))}`),
      ...rule.actions
        .flatMap((action) => ('plan' in action ? action.plan.steps : []))
        .flatMap((step) => problemsOf(step, tools).map((problem) => `rule ${rule.id}, step "${step.id}": ${problem}`)),
    ]);
  if (problems.length === 0) return;
  throw new HexaopsError('rules-invalid', problems.join('\n'), {
    nextStep: 'load the plugin that brings the tool, mend the rule, or switch it off',
    details: { problems },
  });
}

function problemsOf(step: StepAction, tools: ToolRegistry): readonly string[] {
  const { tool: name, arguments: values = {}, bind = {} } = step;
  if (!tools.has(name)) return [];
  const { input, effect } = tools.get(name);
  const known = Object.keys((input['properties'] as object | undefined) ?? {});
  const unknown = [...Object.keys(values), ...Object.keys(bind)].filter((argument) => !known.includes(argument));
  const bound = effect === 'write' ? Object.keys(bind) : [];
  return [
    ...unknown.map((argument) => wordsOf('argument', argument, known)),
    ...bound.map(
      (argument) => `"${name}" changes something: its argument "${argument}" cannot come from what was read`,
    ),
  ];
}

function wordsOf(what: string, name: string, known: readonly string[]): string {
  const { message, nextStep = '' } = unknownName('tool-unknown', what, name, known);
  return `${message}; ${nextStep}`;
}

function namesOf(tools: ToolRegistry): readonly string[] {
  return tools.all.map(({ name }) => name);
}
