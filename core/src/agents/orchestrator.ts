import type { Conductor } from '../run/drive.ts';
import type { RunEventDraft, Suggestion } from '../run/events.ts';
import { nameOfObject } from '../run/finding.ts';
import type { RunContext } from '../run/run-context.ts';
import type { RunState } from '../run/state.ts';
import { planTask } from './planner.ts';
import { proposeRemedy } from './propose-remedy.ts';
import { wordReads, wordWrites } from './wording/run.ts';
import { join, type Wording } from './wording/wording.ts';

/** The orchestrator that works without any model: rules plan, rules find, templates word. */
export const orchestrator: Conductor = {
  plan: planTask,
  async propose(context) {
    const steps = proposeRemedy(context);
    if (steps === undefined) return undefined;
    return [await answer(context, wordReads(context.journal.state)), steps];
  },
  async answer(context) {
    const { state } = context.journal;
    const words = state.answers.length > 0 ? wordWrites(state) : join([wordReads(state), wordWrites(state)]);
    return answer(context, words);
  },
};

async function answer({ journal, parts, hookContext }: RunContext, words: Wording): Promise<RunEventDraft> {
  const { state } = journal;
  const { text, citations } = await parts.hooks.answer.promise(
    words.text === '' ? { text: 'There is nothing to say about this.', citations: [] } : words,
    hookContext,
  );
  const known = new Set(state.evidence.map(({ id }) => id));
  const cited = citations.filter((id) => known.has(id));
  return { type: 'answer', text, citations: cited, unavailable: state.unavailable, suggestions: suggest(state) };
}

/** What a name in a suggestion may be: a suggestion is said by the person who clicks on it, and must say nothing else. */
const plainName = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/;
const plainKind = /^[A-Za-z]{1,63}$/;

function suggest({ findings }: RunState): readonly Suggestion[] {
  const [first] = findings;
  const names = first === undefined ? [] : [first.object.namespace ?? first.object.name, first.object.name];
  if (first === undefined || !plainKind.test(first.object.kind) || !names.every((name) => plainName.test(name)))
    return [{ text: 'what is wrong?' }, { text: 'what can you do?' }];
  return [
    { text: `why is ${nameOfObject(first.object)} failing?` },
    { text: `show the errors of ${first.object.name} in the last hour` },
  ];
}
