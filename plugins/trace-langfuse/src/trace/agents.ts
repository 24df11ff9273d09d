import type { RunEvent } from '@hexaops/core';
import type { Observation } from './observation.ts';
import { chat, orchestrator, timeOf } from './names.ts';

/**
 * The chat agent, which is the whole of the request, and the orchestrator. What was asked and planned is told of a request that
 * goes on, too: Langfuse takes the trace's own input from whichever of them came last.
 */
export function agentsOf(
  events: readonly [RunEvent, ...RunEvent[]],
  earlier: readonly RunEvent[],
): readonly Observation[] {
  const [first] = events;
  const last = events.at(-1) ?? first;
  const answer = events.find((event) => event.type === 'answer');
  const started = [...earlier, ...events].find((event) => event.type === 'run-started');
  const usage = events.find((event) => event.type === 'usage');
  const outcome = outcomeOf(last);
  const problem = problemOf(last);
  return [
    {
      id: chat,
      type: 'agent',
      name: 'chat agent',
      start: timeOf(first),
      end: timeOf(last),
      input: started?.input ?? { goesOn: goesOnWith(first) },
      output: answer?.text ?? outcome,
      metadata: {
        outcome,
        ...(usage && {
          steps: usage.steps,
          evidenceBytes: usage.evidenceBytes,
          inputTokens: usage.inputTokens,
          outputTokens: usage.outputTokens,
        }),
      },
      ...(problem && { problem }),
    },
    orchestratorOf(events, earlier),
  ];
}

function orchestratorOf(events: readonly [RunEvent, ...RunEvent[]], earlier: readonly RunEvent[]): Observation {
  const [first] = events;
  const all = [...earlier, ...events];
  const made = all.find((event) => event.type === 'plan-made');
  const added = all.filter((event) => event.type === 'steps-added');
  const steps = [...(made?.plan.steps ?? []), ...added.flatMap((event) => event.steps)];
  const end = events.findLast(({ type }) => type !== 'answer' && type !== 'usage' && type !== 'run-finished');
  const madeBy = made?.plan.madeBy;
  return {
    id: orchestrator,
    parent: chat,
    type: 'agent',
    name: 'orchestrator',
    start: timeOf(first),
    end: timeOf(end ?? first),
    input: {
      task: made?.plan.task,
      reasons: [
        ...(madeBy === undefined ? [] : ['rule' in madeBy ? `rule ${madeBy.rule}` : `model ${madeBy.model}`]),
        ...added.map(({ because }) => because),
      ],
    },
    output: steps.map(({ id, worker, tool, effect, arguments: given, needs }) => ({
      id,
      worker,
      tool,
      effect,
      arguments: given,
      needs,
    })),
    ...(made && { metadata: { tainted: made.plan.tainted, steps: steps.length } }),
  };
}

function goesOnWith(event: RunEvent): string {
  return event.type === 'input-received' ? event.value : event.type;
}

/** How the request has ended: `completed`, or what the run waits for. */
function outcomeOf(last: RunEvent): string {
  switch (last.type) {
    case 'run-finished':
      return last.status;
    case 'approval-required':
    case 'reauthentication-required':
    case 'input-required':
      return last.type;
    default:
      return 'let go of';
  }
}

function problemOf(last: RunEvent): Observation['problem'] {
  if (last.type !== 'run-finished') return undefined;
  if (last.status === 'cancelled') return { level: 'WARNING', message: 'cancelled' };
  if (last.error === undefined) return undefined;
  return { level: 'ERROR', message: last.error.message, code: last.error.code };
}
