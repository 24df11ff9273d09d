import { storable } from '../../run/plain.ts';
import { inert } from '../wording/inert.ts';
import { cite, type Wording } from '../wording/wording.ts';
import { type Corpus, wordsOf } from './corpus.ts';
import { type Sentence, SentenceReader } from './sentences.ts';

/** Sentences of an answer, at most. */
const mostSentences = 40;
const citation = /\[(e\d{1,6})\]/g;

/** Words after or before which a name stands: `deployment billing`, `the billing service`. */
const kinds =
  /^(?:deployment|service|pod|node|namespace|container|job|cronjob|statefulset|daemonset|replicaset|ingress|claim|volume|database|image|host|user)s?$/i;

/** Words that stand beside a kind and are no names. */
const plainWords = new Set(
  (
    'a an the this that these those its their his her my your our one two no any some each every all both other another same ' +
    'is are was were be been has have had does do did can could cannot may might must should would will not never also only and or but ' +
    'of in on at to for from with without by as so than then when while where which who whose what why how if because until after before ' +
    'affected failing failed broken new old first last main following above below single healthy unhealthy running pending ready ' +
    'keeps needs fails exits restarts crashes waits logs log events event status spec replicas replica selector account port ports ' +
    'there it they them itself whole entire crashing restarting waiting missing'
  ).split(' '),
);

export interface Checked {
  readonly words: Wording | undefined;
  /** Sentences that were struck. */
  readonly struck: number;
}

/**
 * Checks a model's answer while it comes. Struck is every sentence that cites no evidence, or cites what there is not, or
 * holds a number, a name or an id which stands in no evidence and no finding. What is left is made inert: its citations alone
 * are this code's. Wherever the answer was cut, the same is left of it, and what is said of it already is never taken back.
 */
export class WordCheck {
  readonly #known: ReadonlySet<string>;
  readonly #corpus: Corpus;
  readonly #sentences = new SentenceReader();
  readonly #citations = new Set<string>();
  #count = 0;
  #struck = 0;
  #text = '';
  #lastLine = -1;

  /** `known`: the ids that may be cited. */
  constructor(known: ReadonlySet<string>, corpus: Corpus) {
    this.#known = known;
    this.#corpus = corpus;
  }

  /** The words so far, with those of the sentences that `text` completes. */
  read(text: string): string {
    this.#check(this.#sentences.read(text));
    return this.#text;
  }

  /** The words of an answer that ends here. */
  end(): Checked {
    this.#check(this.#sentences.end());
    const struck = this.#struck;
    if (this.#text === '') return { words: undefined, struck };
    const note = struck === 0 ? '' : '\nSentences that no evidence bears out were left out.';
    return { words: { text: `${this.#text}${note}`, citations: [...this.#citations] }, struck };
  }

  #check(sentences: readonly Sentence[]): void {
    for (const { text, line, item } of sentences) {
      this.#count += 1;
      const checked =
        this.#count > mostSentences ? undefined : checkSentence(storable(text), this.#known, this.#corpus);
      if (checked === undefined) this.#struck += 1;
      else {
        const opening = `${this.#text === '' ? '' : '\n'}${item ? '- ' : ''}`;
        this.#text += `${line === this.#lastLine ? ' ' : opening}${checked.text}`;
        this.#lastLine = line;
        for (const id of checked.citations) this.#citations.add(id);
      }
    }
  }
}

/** The same of an answer that is there as a whole. */
export function checkWords(text: string, known: ReadonlySet<string>, corpus: Corpus): Checked {
  const check = new WordCheck(known, corpus);
  check.read(text);
  return check.end();
}

function checkSentence(sentence: string, known: ReadonlySet<string>, corpus: Corpus): Wording | undefined {
  const cited = [...sentence.matchAll(citation)].map(([, id]) => id ?? '');
  if (cited.length === 0 || !cited.every((id) => known.has(id))) return undefined;
  const bare = sentence
    .replaceAll(citation, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ (?=[.,;!?](?: |$))/g, '')
    .trim();
  if (!/[\p{L}\p{N}]/u.test(bare) || !claimsOf(bare).every((claim) => corpus.has(claim))) return undefined;
  return cite(inert(bare), cited);
}

/** What in a sentence must stand in the evidence: numbers, names, ids, whatever is quoted or set apart as such. */
function claimsOf(sentence: string): readonly string[] {
  const quoted = [...sentence.matchAll(/[`"'“‘*_]([^\s`"'”’*_]{1,253})[`"'”’*_]/gu)].flatMap(([, text]) =>
    wordsOf(text ?? ''),
  );
  const words = wordsOf(sentence);
  const standing = words.filter((word, index) => isName(word, index) || standsByKind(words, index));
  return [...new Set([...quoted, ...standing])];
}

/** A word that no dictionary has: with a digit, a sign within, or capitals where none belong. */
function isName(word: string, index: number): boolean {
  if (/\p{N}/u.test(word)) return true;
  if (/[._:@/]/.test(word)) return true;
  if (word.includes('-')) return true;
  if (/\p{Ll}\p{Lu}/u.test(word)) return true;
  return index > 0 && /^\p{Lu}{2,}/u.test(word);
}

function standsByKind(words: readonly string[], index: number): boolean {
  const word = words[index] ?? '';
  if (plainWords.has(word.toLowerCase()) || kinds.test(word)) return false;
  return kinds.test(words[index - 1] ?? '') || kinds.test(words[index + 1] ?? '');
}
