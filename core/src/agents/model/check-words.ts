import { inert } from '../wording/inert.ts';
import { cite, type Wording } from '../wording/wording.ts';
import { type Corpus, wordsOf } from './corpus.ts';

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
 * A model's answer with every sentence struck that cites no evidence, or cites what there is not, or holds a number, a name
 * or an id which stands in no evidence and no finding. What is left is made inert: its citations alone are this code's.
 */
export function checkWords(text: string, known: ReadonlySet<string>, corpus: Corpus): Checked {
  const lines: Wording[] = [];
  let struck = 0;
  let count = 0;
  for (const written of text.split(/\r?\n/)) {
    const bullet = /^\s*(?:[-*+•]|\d{1,2}[.)])\s+/u.exec(written)?.[0];
    const kept: Wording[] = [];
    for (const sentence of sentencesOf(written.slice(bullet?.length ?? 0))) {
      count += 1;
      const checked = count > mostSentences ? undefined : checkSentence(sentence, known, corpus);
      if (checked === undefined) struck += 1;
      else kept.push(checked);
    }
    if (kept.length === 0) continue;
    const line = kept.map((part) => part.text).join(' ');
    lines.push({
      text: bullet === undefined ? line : `- ${line}`,
      citations: kept.flatMap(({ citations }) => citations),
    });
  }
  if (lines.length === 0) return { words: undefined, struck };
  const note = struck === 0 ? [] : ['Sentences that no evidence bears out were left out.'];
  return {
    words: {
      text: [...lines.map((line) => line.text), ...note].join('\n'),
      citations: [...new Set(lines.flatMap(({ citations }) => citations))],
    },
    struck,
  };
}

/** Citations behind a full stop belong to the sentence that it ends. */
function sentencesOf(line: string): readonly string[] {
  return line
    .replaceAll(/([.!?])((?:\s?\[e\d{1,6}\]){1,8})/g, '$2$1')
    .split(/(?<=[.!?])\s+/)
    .filter((part) => part.trim() !== '');
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
