import { HexaopsError } from '../../errors.ts';
import type { UnavailableSource } from '../../extension/tool.ts';
import { askModel } from '../../llm/ask-model.ts';
import { hasModel } from '../../llm/call-model.ts';
import { mostSensitive } from '../../llm/sensitivity.ts';
import type { RunContext } from '../../run/run-context.ts';
import { isConclusion } from '../timeline/conclude.ts';
import { wordUnread } from '../wording/run.ts';
import { worthTelling } from '../wording/findings.ts';
import { join, type Wording } from '../wording/wording.ts';
import { checkWords, WordCheck } from './check-words.ts';
import { corpusOf } from './corpus.ts';
import { digest, sensitivityOf } from './digest.ts';
import { earlierMessages, partOf, whatWasAsked } from './earlier-messages.ts';
import { sayWords } from './say-words.ts';

const instructions = `You word the answer to a person's question about their workspace of Kubernetes, from findings and evidence alone, in the language of the question. The likeliest root cause first, then what follows from it, then what could be done.
End every sentence with the ids of the evidence that shows it, as in [e1] or [e1][e3]. A sentence without one is struck, and so is a sentence with a number, a name or an id that does not stand in the evidence. Write plain sentences, at most ten; no headings, links or code.`;

/** A model's words, and why there are none where that is worth telling. */
export interface Worded {
  readonly words?: Wording;
  readonly unavailable: readonly UnavailableSource[];
}

const templates: Worded = Object.freeze({ unavailable: [] });

/**
 * The reads of a run in a model's words; without them the templates' stand: where no model is set, it fails, nothing of
 * what it says is borne out, or it passes over the likeliest root cause that rules have found. They are said while they are
 * made, below `opening`, and are taken back where the templates' stand after all.
 */
export async function wordByModel(context: RunContext, opening: Wording): Promise<Worded> {
  const { parts, journal } = context;
  const { state } = journal;
  const { plan, evidence } = state;
  if (parts.models === undefined || plan === undefined || evidence.length === 0) return templates;
  if (!('model' in plan.madeBy) && parts.models.settings.words !== 'always') return templates;
  const earlier = await earlierMessages(context);
  const sensitivity = mostSensitive(sensitivityOf(context), earlier.sensitivity);
  if (!(await hasModel(context, 'chat', sensitivity))) return templates;
  const known = new Set(evidence.map(({ id }) => id));
  const corpus = corpusOf(state);
  let words: Wording | undefined;
  try {
    const { text, isCut } = await askModel(context, {
      task: 'answer',
      purpose: 'chat',
      sensitivity,
      instructions,
      parts: [...partOf(earlier), ...digest(state), { from: 'person', text: whatWasAsked(state) }],
      hear: sayWords(context, {
        opening: opening.text === '' ? '' : `${opening.text}\n\n`,
        check: () => new WordCheck(known, corpus, { doubtful: 'marked' }),
        accepts: (said) => tellsRoot(context, said),
      }),
    });
    const checked = checkWords(text, known, corpus, { doubtful: 'marked', isCut }).words;
    if (checked !== undefined && tellsRoot(context, checked.text)) words = checked;
    return words === undefined ? templates : { words: join([words, wordUnread(state)]), unavailable: [] };
  } catch (error) {
    if (journal.failure !== undefined || context.signal.aborted || !HexaopsError.is(error)) throw error;
    return { unavailable: [{ source: 'model', reason: error.message }] };
  } finally {
    if (words === undefined) journal.say('');
  }
}

/** What rules have found is not passed over, whatever a model has been told: its object is named. */
function tellsRoot({ journal }: RunContext, words: string): boolean {
  const told = worthTelling(
    journal.state.findings.filter((finding) => !isConclusion(finding)),
    journal.state.relations,
  );
  const root = told.find(({ symptomOf }) => symptomOf === undefined) ?? told[0];
  return root === undefined || words.toLowerCase().includes(root.object.name.toLowerCase());
}
