import { isDeepStrictEqual } from 'node:util';
import { HexaopsError } from '../../errors.ts';
import type { BoundTool } from '../../extension/engine.ts';
import type { ReadTool } from '../../extension/tool.ts';
import type { Spotlight } from '../../llm/spotlight.ts';
import { plainCopy } from '../../run/plain.ts';
import type { Plan, PlanStep, Provenance } from '../../run/plan.ts';
import { runReadStep } from '../../run/read-step.ts';
import type { RunContext } from '../../run/run-context.ts';
import type { RunState, StepState } from '../../run/state.ts';
import { freeId } from '../free-id.ts';
import { digestOfSteps } from '../model/digest.ts';

export interface Binding {
  readonly plan: Plan;
  /** The agent's own step. */
  readonly step: PlanStep;
  readonly tools: readonly ReadTool[];
  readonly spotlight: Spotlight;
  readonly signal: AbortSignal;
  /** Told what stops the whole run, not only a call. */
  stop(error: unknown): void;
}

/**
 * The tools of an agent, each call a step of the run: admitted, guarded, counted, its evidence kept. Their arguments count
 * as untrusted, whoever asked: by then the model has seen what others wrote. What was read before is not read again, so an
 * agent that starts anew after a suspension goes on from there.
 */
export function bindTools(context: RunContext, binding: Binding): readonly BoundTool[] {
  const { parts } = context;
  let count = 0;
  return binding.tools.map((tool): BoundTool => {
    const problems = (input: unknown): readonly string[] => {
      try {
        parts.tools.check(tool, input);
        return [];
      } catch (error) {
        if (HexaopsError.is(error)) return problemsIn(error);
        throw error;
      }
    };
    return {
      name: tool.name,
      description: tool.description,
      input: tool.input,
      problems,
      async call(input) {
        binding.signal.throwIfAborted();
        const wrong = problems(input);
        if (wrong.length > 0) return `The arguments are not valid: ${wrong.join('; ')}.`;
        const values = plainCopy(input) as PlanStep['arguments'];
        const known = readBefore(context.journal.state, tool.name, values);
        const id = known?.step.id ?? freeId(context.journal.state.steps, `${binding.step.id}-${(count += 1)}`);
        try {
          if (known === undefined) await read(context, binding, tool, id, values);
        } catch (error) {
          binding.stop(error);
          throw error;
        }
        return told(context, binding.spotlight, id);
      },
    };
  });
}

async function read(
  context: RunContext,
  { plan, step }: Binding,
  { name, worker }: ReadTool,
  id: string,
  values: PlanStep['arguments'],
): Promise<void> {
  const origin: Provenance = { taint: 'untrusted', origin: `agent ${step.worker}, which has seen what was read` };
  const provenance = Object.fromEntries(Object.keys(values).map((argument) => [argument, origin]));
  const added: PlanStep = { id, tool: name, worker, effect: 'read', arguments: values, needs: [], provenance };
  context.journal.note({ type: 'steps-added', steps: [added], because: `${step.worker} asks for it` });
  await runReadStep(context, plan, added, true);
}

function readBefore({ steps }: RunState, tool: string, values: PlanStep['arguments']): StepState | undefined {
  return [...steps.values()].find(
    ({ step, status }) => status === 'succeeded' && step.tool === tool && isDeepStrictEqual(step.arguments, values),
  );
}

/** What came of a step, marked as what others wrote. */
function told({ journal }: RunContext, spotlight: Spotlight, id: string): string {
  const parts = digestOfSteps(journal.state, new Set([id]));
  if (parts.length === 0) return 'It was read, and there is nothing.';
  return parts.map((part) => (part.from === 'others' ? spotlight.mark(part.label, part.text) : part.text)).join('\n\n');
}

function problemsIn({ message, details }: HexaopsError): readonly string[] {
  const problems: unknown = details?.['problems'];
  return Array.isArray(problems) ? problems.map(String) : [message];
}
