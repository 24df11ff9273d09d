import { storable } from '../../run/plain.ts';
import { inert } from '../wording/inert.ts';
import { cite, type Wording } from '../wording/wording.ts';
import { claimsOf } from './claims/claims.ts';
import type { Corpus } from './corpus.ts';
import { type Sentence, SentenceReader } from './sentences.ts';

/** Sentences of an answer, at most. */
const mostSentences = 40;
/** Characters of a sentence. What is longer is none, and more than is shown of one. */
const longestSentence = 4_000;
const citation = /\[(e\d{1,6})\]/g;

export interface Checked {
  readonly words: Wording | undefined;
  /** Sentences that were struck. */
  readonly struck: number;
}

export interface CheckOptions {
  /** What becomes of a sentence with a word that may be an invented name and may be a plain word. */
  readonly doubtful: 'marked' | 'struck';
}

/**
 * Checks a model's answer while it comes. Struck is every sentence that cites no evidence, or cites what there is not, or
 * holds a number, a name or an id which stands in no evidence and no finding; where that may be a plain word, too, it is
 * marked. What was said before is not said again. What is left is made inert: its citations alone are this code's. Wherever the
 * answer was cut, the same is left of it, and what is said of it already is never taken back.
 */
export class WordCheck {
  readonly #known: ReadonlySet<string>;
  readonly #corpus: Corpus;
  readonly #doubtful: CheckOptions['doubtful'];
  readonly #said = new Set<string>();
  readonly #sentences = new SentenceReader();
  readonly #citations = new Set<string>();
  #count = 0;
  #struck = 0;
  #text = '';
  #lastLine = -1;

  /** `known`: the ids that may be cited. */
  constructor(known: ReadonlySet<string>, corpus: Corpus, { doubtful }: CheckOptions) {
    this.#known = known;
    this.#corpus = corpus;
    this.#doubtful = doubtful;
  }

  /** The words so far, with those of the sentences that `text` completes. */
  read(text: string): string {
    this.#check(this.#sentences.read(text));
    return this.#text;
  }

  /** The words of an answer that ends here; where it was cut, without the sentence that has no end: half of a number is another. */
  end(isCut = false): Checked {
    const last = this.#sentences.end();
    const isWhole =
      !isCut || last.length === 0 || /[.!?。！？｡](?:\s?\[e\d{1,6}\])*\s*$/u.test(last.at(-1)?.text ?? '');
    this.#check(isWhole ? last : last.slice(0, -1));
    if (!isWhole) this.#struck += 1;
    const struck = this.#struck;
    if (this.#text === '') return { words: undefined, struck };
    const note = struck === 0 ? '' : '\nSentences that no evidence bears out were left out.';
    return { words: { text: `${this.#text}${note}`, citations: [...this.#citations] }, struck };
  }

  #check(sentences: readonly Sentence[]): void {
    for (const { text, line, item } of sentences) {
      this.#count += 1;
      const checked = this.#count > mostSentences ? undefined : this.#checkSentence(storable(text));
      if (checked === undefined) this.#struck += 1;
      else if (!this.#said.has(checked.text)) {
        this.#said.add(checked.text);
        const opening = `${this.#text === '' ? '' : '\n'}${item ? '- ' : ''}`;
        this.#text += `${line === this.#lastLine ? ' ' : opening}${checked.text}`;
        this.#lastLine = line;
        for (const id of checked.citations) this.#citations.add(id);
      }
    }
  }

  #checkSentence(sentence: string): Wording | undefined {
    const cited = [...sentence.matchAll(citation)].map(([, id]) => id ?? '');
    if (cited.length === 0 || cited.some((id) => !this.#known.has(id))) return undefined;
    if (sentence.length > longestSentence) return undefined;
    const bare = bareOf(sentence);
    if (!/[\p{L}\p{N}]/u.test(bare)) return undefined;
    const claims = claimsOf(bare, (word) => this.#corpus.has(word)).filter((claim) => !claim.holds(this.#corpus));
    if (claims.some(({ isCertain }) => isCertain || this.#doubtful === 'struck')) return undefined;
    return marked(cite(inert(bare), cited), new Set(claims.map(({ word }) => word)));
  }
}

/** The same of an answer that is there as a whole. */
export function checkWords(
  text: string,
  known: ReadonlySet<string>,
  corpus: Corpus,
  { isCut = false, ...options }: CheckOptions & { readonly isCut?: boolean },
): Checked {
  const check = new WordCheck(known, corpus, options);
  check.read(text);
  return check.end(isCut);
}

/** What a sentence says, without its citations. */
function bareOf(sentence: string): string {
  return sentence
    .replaceAll(citation, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ (?=[.,;!?](?: |$)|[。、！？｡])/gu, '')
    .trim();
}

function marked(wording: Wording, doubtful: ReadonlySet<string>): Wording {
  if (doubtful.size === 0) return wording;
  return { ...wording, text: `${wording.text} (not in the evidence: ${inert([...doubtful].join(', '))})` };
}
