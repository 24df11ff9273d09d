import { HexaopsError } from '../../errors.ts';
import { askModel } from '../../llm/ask-model.ts';
import { hasModel } from '../../llm/call-model.ts';
import type { Evidence } from '../../run/evidence.ts';
import type { RunContext } from '../../run/run-context.ts';
import { inert } from '../wording/inert.ts';
import { join, nothing, type Wording } from '../wording/wording.ts';
import { checkWords } from './check-words.ts';
import { corpusOf } from './corpus.ts';
import { digest } from './digest.ts';

/** Pieces of evidence that one run has summed up, at most. */
const mostEvidence = 4;

const instructions = `You sum up, for a person who operates software, what was read from systems: what is said most, what is out of the ordinary, what belongs together. You name no cause and advise nothing.
End every sentence with the id of the evidence that shows it, as in [e1]. A sentence without one is struck, and so is a sentence with a number, a name or an id that does not stand in the evidence. Write plain sentences, at most five; no headings, links or code.`;

/**
 * A model's summary of the evidence of those tools that ask for one, to stand below what the templates say. It is taken for
 * confidential whatever the workspace says, so that private models alone see it; where none is set, or it fails, or nothing of
 * what it says is borne out by that evidence, there is none. It is made once everything is read: no reading waits for it.
 */
export async function sumUp(context: RunContext): Promise<Wording> {
  const { parts, journal } = context;
  const { state } = journal;
  const chosen = state.evidence.flatMap((item) => subjectOf(context, item)).slice(0, mostEvidence);
  if (parts.models === undefined || chosen.length === 0) return nothing;
  if (!(await hasModel(context, 'extract', 'confidential'))) return nothing;
  const evidence = chosen.map(({ item }) => item);
  const read = { ...state, evidence, findings: [], steps: new Map<never, never>(), unavailable: [] };
  const subjects = [...new Set(chosen.map(({ subject }) => subject))].join('; ');
  try {
    const { text, model, isCut } = await askModel(context, {
      task: 'summary',
      purpose: 'extract',
      sensitivity: 'confidential',
      instructions,
      parts: [{ from: 'us', text: `Sum up: ${subjects}.` }, ...digest(read), { from: 'person', text: state.input }],
    });
    const known = new Set(evidence.map(({ id }) => id));
    const { words } = checkWords(text, known, corpusOf(read), { doubtful: 'marked', isCut });
    return words === undefined ? nothing : join([{ text: `Summed up by ${inert(model)}:`, citations: [] }, words]);
  } catch (error) {
    if (journal.failure !== undefined || context.signal.aborted || !HexaopsError.is(error)) throw error;
    return nothing;
  }
}

interface Subject {
  readonly item: Evidence;
  readonly subject: string;
}

function subjectOf({ parts, journal }: RunContext, item: Evidence): readonly Subject[] {
  const step = journal.state.steps.get(item.step)?.step;
  if (step === undefined || !parts.tools.has(step.tool) || isEmpty(item)) return [];
  const { summarized } = parts.tools.get(step.tool);
  return summarized === undefined ? [] : [{ item, subject: summarized }];
}

/** Of nothing there is nothing to be said. */
function isEmpty({ content }: Evidence): boolean {
  switch (content.kind) {
    case 'table':
      return content.rows.length === 0;
    case 'text':
      return content.text.trim() === '';
    case 'series':
      return content.series.length === 0;
    case 'object':
      return false;
  }
}
