import { suggestInvestigation, withEarlierInvestigations } from '../investigations/offered.ts';
import type { UnavailableSource } from '../extension/tool.ts';
import type { Conductor } from '../run/drive.ts';
import type { RunEventDraft, Suggestion } from '../run/events.ts';
import { nameOfObject } from '../run/finding.ts';
import { type RunContext, withDeadline } from '../run/run-context.ts';
import { keepFindings } from '../run/read-step.ts';
import { apply, type RunState } from '../run/state.ts';
import { furtherReads } from './model/further-reads.ts';
import { sumUp } from './model/sum-up.ts';
import { wordByModel, type Worded } from './model/word-by-model.ts';
import { planTask } from './planner.ts';
import { proposeCompensation } from './propose-compensation.ts';
import { proposeRemedy } from './propose-remedy.ts';
import { concludeTimeline } from './timeline/conclude.ts';
import { timelineLeads, wordTimeline } from './timeline/word-timeline.ts';
import { likeliestFirst } from './wording/findings.ts';
import { rankingOf } from './wording/ranking.ts';
import { wordReads, wordWrites } from './wording/run.ts';
import { join, nothing, type Wording } from './wording/wording.ts';

/** Rules plan, rules find, templates word; a model comes in where no rule has matched, and only then. */
export const orchestrator: Conductor = {
  plan: async (context) => withEarlierInvestigations(context.parts, await planTask(context)),
  extend: furtherReads,
  async conclude(context) {
    const finding = concludeTimeline(context.journal.state);
    if (finding === undefined) return [];
    return withDeadline(context, 'the conclusion', () => keepFindings(context, [finding], []));
  },
  async propose(context, conclusions) {
    const undo = proposeCompensation(context);
    if (undo !== undefined) return [await answer(context, conclusions, wordWrites(context.journal.state)), undo];
    const steps = proposeRemedy(context);
    if (steps === undefined) return undefined;
    const { words, unavailable } = await reads(context);
    return [await answer(context, conclusions, words, unavailable), steps];
  },
  async answer(context, conclusions) {
    const { state } = context.journal;
    if (state.answers.length > 0) return answer(context, conclusions, wordWrites(state));
    const { words, unavailable } = await reads(context);
    return answer(context, conclusions, join([words, wordWrites(state)]), unavailable);
  },
};

/** What was read and found. What was changed, and what came first, is never a model's to tell. */
async function reads(context: RunContext): Promise<Required<Worded>> {
  const { state } = context.journal;
  const timeline = wordTimeline(state);
  const [before, after] = timelineLeads(state) ? [timeline, nothing] : [nothing, timeline];
  const { words, unavailable } = await wordByModel(context, before);
  const said = words ?? join([wordReads(state), await sumUp(context)]);
  return { words: join([before, said, after]), unavailable };
}

/** `unavailable`: what the words themselves were to be had from, beside what was read. */
async function answer(
  context: RunContext,
  conclusions: readonly RunEventDraft[],
  words: Wording,
  unavailable: readonly UnavailableSource[] = [],
): Promise<RunEventDraft> {
  const { journal, parts, hookContext } = context;
  const { state } = journal;
  const said = words.text === '' ? { text: 'There is nothing to say about this.', citations: [] } : words;
  const hook = parts.hooks.answer;
  const { text, citations } = hook.isUsed()
    ? await withDeadline(context, 'the answer', () => hook.promise(said, hookContext))
    : said;
  const known = new Set(state.evidence.map(({ id }) => id));
  const cited = citations.filter((id) => known.has(id));
  return {
    type: 'answer',
    text,
    citations: cited,
    unavailable: [...state.unavailable, ...unavailable],
    suggestions: [...suggestInvestigation(state), ...suggest(state)],
    ...rankingOf(conclusions.reduce(apply, state)),
  };
}

/** What a name in a suggestion may be: a suggestion is said by the person who clicks on it, and must say nothing else. */
const plainName = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/;
const plainKind = /^[A-Za-z]{1,63}$/;

function suggest(state: RunState): readonly Suggestion[] {
  const first = likeliestFirst(state.findings, state.relations)[0] ?? concludeTimeline(state);
  const names = first === undefined ? [] : [first.object.namespace ?? first.object.name, first.object.name];
  if (first === undefined || !plainKind.test(first.object.kind) || !names.every((name) => plainName.test(name)))
    return [{ text: 'what is wrong?' }, { text: 'what can you do?' }];
  return [
    { text: `why is ${nameOfObject(first.object)} failing?` },
    { text: `show the errors of ${first.object.name} in the last hour` },
  ];
}
