import { historyOf } from '../../engine/history.ts';
import type { Sensitivity } from '../../extension/llm.ts';
import { mostSensitive } from '../../llm/sensitivity.ts';
import type { RunEvent } from '../../run/events.ts';
import type { PromptPart } from '../../llm/prompt.ts';
import type { RunState } from '../../run/state.ts';
import type { RunContext } from '../../run/run-context.ts';

/** Runs of the session that are looked at, the youngest. */
const mostRuns = 6;
/** Characters of one message. */
const longestMessage = 2_000;

export interface EarlierMessages {
  /** The session has been used before, whether anything of it is shown or not. */
  readonly exist: boolean;
  /** Who said what, in order. Answers quote evidence, and a click on a suggestion says names that were read. */
  readonly text: string;
  readonly sensitivity: Sensitivity;
}

/** What was said in the session before this run. */
export async function earlierMessages(context: RunContext): Promise<EarlierMessages> {
  const { parts, journal, caller } = context;
  const { subject, workspace } = caller;
  const { run, session } = journal.identity;
  const earlier = (await parts.store.runsOfSession({ subject, workspace }, session))
    .filter(({ id }) => id !== run)
    .toSorted((left, right) => left.createdAt - right.createdAt);
  const events: RunEvent[] = [];
  for (const { id } of earlier.slice(-mostRuns)) events.push(...(await parts.store.events(id, 0)));
  const said = historyOf(events).map(
    ({ role, content }) => `${role === 'user' ? 'person' : 'answer'}: ${content.slice(0, longestMessage)}`,
  );
  const own = parts.models?.sensitivityOf(workspace) ?? 'internal';
  return {
    exist: earlier.length > 0,
    text: said.join('\n'),
    sensitivity: mostSensitive(own, ...events.map((event) => sensitivityOfStep(context, event))),
  };
}

/** The same for a prompt: others wrote it, also where the person said it first. */
export function partOf({ text }: EarlierMessages): readonly PromptPart[] {
  return text === '' ? [] : [{ from: 'others', label: 'earlier in this conversation', text }];
}

/** The slot that the answer to a model's question fills. */
export const clarification = 'model:clarification';

/** What the person wrote in this run, and what they answered when a model asked what they meant. */
export function whatWasAsked({ input, slots }: Pick<RunState, 'input' | 'slots'>): string {
  const said = slots.get(clarification);
  return said === undefined ? input : `${input}\n${said}`;
}

function sensitivityOfStep({ parts }: RunContext, event: RunEvent): Sensitivity | undefined {
  if (event.type !== 'step-started' || !parts.tools.has(event.tool)) return undefined;
  return parts.tools.get(event.tool).sensitivity;
}
