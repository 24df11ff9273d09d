import type { Random } from '../frame/random.ts';

/** Characters that a message may have. */
const messageLength = 16_000;
/** Bytes that a body may have, but for a few. */
const bodyLength = 1_000_000;

/** Rules of an operator who writes what backtracking engines take hours for. */
export const bombRules = `
apiVersion: hexaops/v1
kind: RuleSet
stage: route
rules:
  - id: bomb.nested
    match: { text: { pattern: "^(a+)+$" } }
    then: [{ answer: { template: bomb } }]
  - id: bomb.alternatives
    match: { text: { pattern: "^(a|aa|a?)*b$" } }
    then: [{ answer: { template: bomb } }]
  - id: bomb.overlapping
    match: { text: { pattern: "(x+x+)+y" } }
    then: [{ answer: { template: bomb } }]
  - id: bomb.counted
    match: { text: { pattern: "([a-z]{1,50} ){1,12}!$" } }
    then: [{ answer: { template: bomb } }]
`;

const stuffings: readonly string[] = [
  'a',
  'x',
  'aA',
  'scale ',
  'scale a to ',
  'show the logs of ',
  'what is wrong with ',
  'why does a b c d ',
  'in the namespace ',
  '\u0130\u0131',
  '\u202e\u200d',
  '((((',
  '"\\"',
  '${a}',
  '-1e9 ',
];

/** A message at the limit that is made to be matched for long. */
export function bombMessage(random: Random): string {
  const stuffing = random.pick(stuffings);
  const head = random.pick(['', 'scale ', 'what is wrong with ', 'show the logs of ']);
  return (head + stuffing.repeat(messageLength)).slice(0, messageLength) + random.pick(['!', '', ' to 3']);
}

/** A body at the limit that is made to be parsed for long. It is JSON, or nearly. */
export function bombBody(random: Random): string {
  const repeated = (text: string, length = bodyLength) => text.repeat(Math.floor(length / text.length));
  return random.pick([
    () => repeated('[', 500_000) + repeated(']', 500_000),
    () => `${repeated('{"a":', 500_000)}1${repeated('}', 100_000)}`,
    () => `{"message":"${repeated('\\u0041')}"}`,
    () => `{"message":[${repeated('1e9,')}0]}`,
    () => `{${Array.from({ length: 60_000 }, (_, index) => `"k${index}":${index}`).join(',')}}`,
    () => `{"messages":[${repeated('{"role":"user","content":"a"},')}{}]}`,
    () => `{"message":"a"${repeated(' ')}`,
    () => `[${repeated('"__proto__",')}1]`,
  ])();
}
