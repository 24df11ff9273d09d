import type { JsonObject, JsonValue } from '../json.ts';
import { Problem } from '../problem.ts';
import { parts, usualPositions } from './switches.ts';
import type { SwitchPositions } from './switches.ts';

/** What each switch accepts, and how that is said to who gave something else. */
const accepted: Readonly<Record<keyof SwitchPositions, readonly [(value: JsonValue) => boolean, string]>> = {
  down: [(value) => value === null || value === 'destroy' || value === 'unavailable', 'null, destroy or unavailable'],
  downParts: [(value) => isListOf(value, parts), `a list of ${parts.join(', ')}`],
  slowMilliseconds: [
    (value) => typeof value === 'number' && Number.isInteger(value) && value >= 0,
    'an integer that is not negative',
  ],
  slowParts: [(value) => isListOf(value, parts), `a list of ${parts.join(', ')}`],
  failNextOperations: [(value) => isListOf(value, ['before', 'after']), 'a list of before and after'],
  rejectTokens: [(value) => typeof value === 'boolean', 'true or false'],
  hangJwks: [(value) => typeof value === 'boolean', 'true or false'],
};

/** Positions of some switches, as they come over HTTP. */
export function parsePositions(body: JsonObject): Partial<SwitchPositions> {
  for (const [name, value] of Object.entries(body)) {
    if (!isSwitch(name)) throw new Problem(400, `there is no switch ${name}; there are ${names.join(', ')}`);
    const [isAccepted, described] = accepted[name];
    if (!isAccepted(value)) throw new Problem(400, `${name} must be ${described}`);
  }
  return body;
}

const names = Object.keys(usualPositions);

function isSwitch(name: string): name is keyof SwitchPositions {
  return names.includes(name);
}

function isListOf(value: JsonValue, members: readonly string[]): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === 'string' && members.includes(each));
}
