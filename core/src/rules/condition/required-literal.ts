/** A shorter one occurs in too many texts. */
const minimumLength = 2;

/**
 * A text that occurs in everything that the RE2 pattern matches, the longest that is easily seen; undefined where there
 * is none. It looks at characters that stand for themselves, outside of groups and without alternatives; what is not
 * surely such a character only ends a run of them. The pattern is compiled without flags.
 */
export function requiredLiteral(pattern: string): string | undefined {
  const longest = plainRuns(pattern).reduce((a, b) => (b.length > a.length ? b : a), '');
  return longest.length < minimumLength ? undefined : longest;
}

/** A text with which everything begins that the pattern matches; empty where none is easily seen. */
export function literalPrefix(pattern: string): string {
  return plainRuns(pattern)[0] ?? '';
}

/** Characters that stand for themselves, side by side; the first of them are those at the start of the pattern. */
function plainRuns(pattern: string): readonly string[] {
  // Flags change what a character stands for, and \Q what a special one does.
  if (/\(\?(?![:<P])/.test(pattern) || pattern.includes('\\Q')) return [];
  const runs: string[][] = [[]];
  let depth = 0;
  for (const [whole] of pattern.matchAll(token)) {
    if (whole === '|' && depth === 0) return [];
    if (whole.startsWith('(')) depth++;
    const plain = depth === 0 ? plainCharacter(whole) : undefined;
    if (plain !== undefined) {
      runs.at(-1)?.push(plain);
      continue;
    }
    // `?`, `*` and `{n}` take back the character before them; after `+` another one may stand between.
    if (/^(?:[?*]|\{.+)$/.test(whole)) runs.at(-1)?.pop();
    if (whole === ')') depth--;
    runs.push([]);
  }
  return runs.map((run) => run.join(''));
}

/** Escapes with their arguments, classes, repetitions, then single code points. */
const token =
  /\\(?:[pPxX]\{[^}]*\}|[pP].|x[0-9A-Fa-f]{2}|[0-7]{1,3}|.)|\[\^?\]?(?:\[:\^?[a-z]+:\]|\\.|[^\]\\])*\]|\{[0-9]+(?:,[0-9]*)?\}|\(\?(?:P?<[^>]*>|:)|./gsu;

function plainCharacter(whole: string): string | undefined {
  if (/^\\[^A-Za-z0-9]$/u.test(whole)) return whole.slice(1);
  return /^[^\\[\](){}.*+?^$|]$/u.test(whole) ? whole : undefined;
}
