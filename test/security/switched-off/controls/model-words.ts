import { inFile } from '../../table/row.ts';
import type { SwitchedOff } from '../control.ts';

/** What becomes of what a model says. */
export const modelWords: readonly SwitchedOff[] = [
  {
    name: 'injection-invented-names-and-numbers-are-struck',
    control: 'invented names and numbers are struck',
    file: 'core/src/agents/model/check-words.ts',
    find: '.filter((claim) => !claim.holds(this.#corpus))',
    replace: '.slice(0, 0)',
    tests: inFile('core/src/agents/model/check-words.test.ts', 'an answer in a model’s words'),
  },
  {
    name: 'injection-what-rules-have-found-is-not-passed-over',
    control: 'what rules have found is not passed over',
    file: 'core/src/agents/model/word-by-model.ts',
    find: 'if (checked !== undefined && tellsRoot(context, checked.text)) words = checked;',
    replace: 'words = checked;',
    tests: inFile('core/src/agents/model/model-answers.test.ts', 'further readings', 'the answer to a plan by a model'),
  },
  {
    name: 'injection-words-that-pass-over-it-are-not-shown-either',
    control: 'while an answer is made nothing is shown that may not stand',
    file: 'core/src/agents/model/say-words.ts',
    find: "words !== '' && saying.accepts(words)",
    replace: "words !== ''",
    tests: inFile(
      'core/src/agents/model/said-words.test.ts',
      'are not told before they name what rules have found, and never where they do not',
    ),
  },
  {
    name: 'injection-a-sentence-is-checked-when-it-is-complete',
    control: 'a sentence is shown only once nothing can change it',
    file: 'core/src/agents/model/sentences.ts',
    find: '{0,8}\\s*)(?=[^\\s[」』）])/gu',
    replace: '{0,8}\\s*)/gu',
    tests: inFile(
      'core/src/agents/model/check-words.test.ts',
      'is the same wherever it is cut, and nothing that was said of it is taken back',
    ),
  },
  {
    name: 'injection-a-tap-has-the-last-word',
    control: 'nothing is shown of an answer of which a tap has the last word',
    file: 'core/src/agents/model/say-words.ts',
    find: 'if (parts.hooks.answer.isUsed()) return undefined;',
    replace: '',
    tests: inFile('core/src/agents/model/said-words.test.ts', 'are not told where a tap has the last word'),
  },
  {
    name: 'injection-provider-s-words-stay-out-of-events',
    control: "provider's words stay out of events",
    file: 'core/src/llm/provider-error.ts',
    find: "return unavailable(name, 'could not be reached', 'ask again; rules answer without a model', cause);",
    replace: "return unavailable(name, String(cause), 'ask again', cause);",
    tests: inFile(
      'core/src/llm/ask-model.test.ts',
      'the door to a model',
      'sensitivity',
      'a prompt never holds',
      'without a model',
    ),
  },
  {
    name: 'models-what-an-agent-says-is-checked',
    control: 'of what an agent says only what its readings bear out is kept',
    file: 'core/src/agents/worker/run-agent.ts',
    find: 'const { words, struck } = checkWords(result.text, known, corpusOf(state), { doubtful, isCut });',
    replace:
      'const { words, struck } = { ...checkWords(result.text, known, corpusOf(state), { doubtful, isCut }), words: result };',
    tests: inFile('core/src/agents/worker/agent-step.test.ts', 'an agent as a step of a plan'),
  },
  {
    name: 'models-what-an-agent-makes-up-is-no-evidence',
    control: 'what an agent says with a name that may be made up is struck, for it becomes evidence',
    file: 'core/src/agents/worker/run-agent.ts',
    find: "const doubtful = 'struck';",
    replace: "const doubtful = 'marked';",
    tests: inFile('core/src/agents/worker/agent-step.test.ts', 'says nothing that its readings do not bear out'),
  },
  {
    name: 'injection-what-may-be-made-up-is-marked',
    control: 'a name that no evidence has, and that may be a plain word, is marked',
    file: 'core/src/agents/model/check-words.ts',
    find: 'if (doubtful.size === 0) return wording;',
    replace: 'if (doubtful !== undefined) return wording;',
    tests: inFile('core/src/agents/model/claims/claims.test.ts', 'what a model makes up'),
  },
];
