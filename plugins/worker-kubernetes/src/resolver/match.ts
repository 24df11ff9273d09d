import type { ObjectWords } from './words.ts';

/** How well words fit a name; smaller is better. `verbatim` and `spelled` are exact, the others near. */
export const fits = ['verbatim', 'spelled', 'prefix', 'part', 'typo'] as const;
export type Fit = (typeof fits)[number];

/** How the words fit the name of an object, or undefined where they do not. Names are compared without regard to case. */
export function fitOf(words: Pick<ObjectWords, 'name' | 'kinds'>, name: string): Fit | undefined {
  const written = words.name;
  if (written === '') return undefined;
  if (written === name) return 'verbatim';
  const spellings = spellingsOf(written, words.kinds);
  if (spellings.includes(name)) return 'spelled';
  const [spelling = ''] = spellings;
  if (spelling.length < 2) return undefined;
  if (name.startsWith(spelling)) return 'prefix';
  if (spelling.length >= 3 && name.includes(spelling)) return 'part';
  // People say more than the name: `redis cart cache` for redis-cart.
  if (name.length >= 4 && `-${spelling}-`.includes(`-${name}-`)) return 'part';
  return distance(spelling, name) <= tolerance(spelling) ? 'typo' : undefined;
}

/**
 * The names that are the same words in the way names are built: `redis cart` is redis-cart, `checkout service` is
 * checkout, checkout-service or checkoutservice, `payments` is payment.
 */
function spellingsOf(written: string, kinds: readonly string[]): readonly string[] {
  const dashed = written.replace(/[\s_]+/gu, '-');
  const spellings = new Set([dashed, dashed.replaceAll('-', '')]);
  if (kinds.includes('Service')) {
    for (const suffix of ['-service', 'service', '-svc']) spellings.add(dashed + suffix);
  }
  for (const suffix of ['-service', '-app']) {
    if (dashed.endsWith(suffix)) spellings.add(dashed.slice(0, -suffix.length));
  }
  spellings.add(dashed.endsWith('s') ? dashed.slice(0, -1) : `${dashed}s`);
  spellings.delete('');
  return [...spellings];
}

/** One slip in short names, two in longer ones; none where a slip makes another word. */
function tolerance({ length }: string): number {
  if (length < 4) return 0;
  return length < 8 ? 1 : 2;
}

/** Damerau-Levenshtein distance with adjacent transpositions; above 3 it need not be exact. */
function distance(left: string, right: string): number {
  if (Math.abs(left.length - right.length) > 3) return 4;
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const same = left[row - 1] === right[column - 1];
      let best = Math.min(
        (previous[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (previous[column - 1] ?? 0) + (same ? 0 : 1),
      );
      const swapped =
        row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      if (swapped) best = Math.min(best, (beforePrevious[column - 2] ?? 0) + 1);
      current.push(best);
    }
    beforePrevious = previous;
    previous = current;
  }
  return previous[right.length] ?? 0;
}
