import { HexaopsError } from '../../errors.ts';
import type { ToolResult } from '../../extension/tool.ts';
import { doorAsModel } from '../../llm/door-as-model.ts';
import { createSpotlight } from '../../llm/spotlight.ts';
import type { AgentRunner } from '../../run/agent-runner.ts';
import { withinTime } from '../../run/deadline.ts';
import type { Plan, PlanStep } from '../../run/plan.ts';
import { NeedsReauthentication, type RunContext } from '../../run/run-context.ts';
import { checkWords } from '../model/check-words.ts';
import { corpusOf } from '../model/corpus.ts';
import { sensitivityOf } from '../model/digest.ts';
import type { AgentWorker } from './agents.ts';
import { bindTools } from './bind-tools.ts';

/** Milliseconds of one agent, however many steps it has. */
const longest = 300_000;

const rules = `You look into a workspace of Kubernetes for others, by readings alone; you change nothing. Read what you need, then answer in plain sentences. End every sentence with the ids of the evidence that shows it, as in [e1] or [e1][e3]: a sentence without one is struck, and so is a sentence with a number, a name or an id that does not stand in the evidence.`;

/**
 * Runs an agent as a step of a plan. Its readings are steps of the run of their own, guarded, counted and kept as any other;
 * what it says in the end is evidence that others may have written, and of it only sentences that its readings bear out.
 * Raises what stops the run, and what the model raises.
 */
export function agentRunner(worker: AgentWorker): AgentRunner {
  return (context, plan, step) => runAgent(worker, context, plan, step);
}

async function runAgent(
  { agent, engine, tools }: AgentWorker,
  context: RunContext,
  plan: Plan,
  step: PlanStep,
): Promise<ToolResult> {
  const { parts, journal } = context;
  const { models } = parts;
  if (models === undefined) throw new HexaopsError('model-unavailable', 'no plugin brings a model');
  const { milliseconds, promptTokens } = models.settings;
  const spotlight = createSpotlight();
  const task = String(step.arguments['task']);
  const stopped = new AbortController();
  let reason: unknown;
  // A framework may take what stops the run for a failure of one call, and go on.
  const stop = (error: unknown) => {
    reason ??= error;
    stopped.abort(error);
  };
  const what = `the agent "${agent.id}"`;
  const result = await withinTime(
    what,
    Math.min(longest, milliseconds * agent.maximumSteps),
    context.signal,
    (deadline) => {
      deadline.addEventListener('abort', () => stopped.abort(deadline.reason), { once: true });
      const { signal } = stopped;
      return engine.run({
        agent: { ...agent, instructions: `${agent.instructions}\n\n${rules}\n\n${spotlight.explanation}` },
        task,
        model: doorAsModel(context, {
          task: 'agent',
          purpose: agent.purpose ?? 'plan',
          sensitivity: () => sensitivityOf(context),
          signal,
        }),
        tools: bindTools(context, { plan, step, tools, spotlight, signal, stop }),
        promptTokens,
        signal,
        conversation: {
          workspace: context.caller.workspace,
          subject: context.caller.subject,
          session: journal.identity.session,
        },
      });
    },
  ).catch((error: unknown) => {
    throw reason ?? error;
  });
  if (reason instanceof NeedsReauthentication || journal.failure !== undefined) throw reason ?? journal.failure;
  if (reason !== undefined) throw reason;
  if (result.finish === 'cancelled') throw new HexaopsError('cancelled', `${what} was cancelled`);
  const { state } = journal;
  const known = new Set(state.evidence.map(({ id }) => id));
  // It becomes evidence itself: a name that was made up would be borne out by it from then on.
  const doubtful = 'struck';
  const isCut = result.finish === 'length';
  const { words, struck } = checkWords(result.text, known, corpusOf(state), { doubtful, isCut });
  const source = `agent ${agent.id}`;
  const unavailable = [
    ...(result.finish === 'steps' ? [{ source, reason: 'its steps were used up before it was done' }] : []),
    ...(words === undefined && struck > 0
      ? [{ source, reason: 'nothing that it said is borne out by what was read' }]
      : []),
  ];
  const content = words === undefined ? undefined : { kind: 'text' as const, text: words.text };
  return {
    evidence: content === undefined ? [] : [{ source, query: task, title: `What ${agent.id} says`, content }],
    unavailable,
  };
}
