/** From the least to the worst; in each the spellings of one level. */
const levels: readonly (readonly string[])[] = [
  ['trace', 'verbose'],
  ['debug', 'dbg'],
  ['info', 'information', 'informational', 'notice', 'normal'],
  ['warning', 'warn', 'wrn', 'medium'],
  ['error', 'err', 'failure', 'severe', 'high'],
  ['critical', 'crit', 'fatal', 'alert', 'emergency', 'emerg', 'panic'],
];

/** From this place on, what is asked for is asked for with what is worse. */
const warning = 3;

/**
 * The levels that are meant by one, in lower case: of a warning or worse also what is worse still, since who asks for errors
 * asks for fatal ones. A level that is not known is meant as it is.
 */
export function levelsLike(level: string): readonly string[] {
  const asked = level.toLowerCase();
  const place = levels.findIndex((spellings) => spellings.includes(asked));
  if (place === -1) return [asked];
  return levels.slice(place, place < warning ? place + 1 : undefined).flat();
}

/** The spellings of an error or worse. */
export function isError(level: string): boolean {
  return levelsLike('error').includes(level.toLowerCase());
}
