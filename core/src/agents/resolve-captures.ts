import { HexaopsError } from '../errors.ts';
import type { Candidate } from '../extension/resolver.ts';
import type { Choice, RunEventDraft } from '../run/events.ts';
import { nameOfObject, type ObjectReference, sameObject } from '../run/finding.ts';
import type { Provenance } from '../run/plan.ts';
import { type RunContext, toolContext, withDeadline } from '../run/run-context.ts';
import { inert } from './wording/inert.ts';

/** A name that a person wrote, to be found among the workspace's own objects. */
export interface NamedObject {
  readonly capture: string;
  readonly words: string;
  readonly kinds: readonly string[];
  /** Where the person has named it. */
  readonly namespace?: string;
}

export type Resolution =
  | {
      readonly found: ObjectReference;
      readonly provenance: Provenance;
      /** By the person, among names that were read. */
      readonly chosen: boolean;
    }
  /** Several objects, or none of that very name: the person must say; or there is nothing to choose from. */
  | { readonly event: RunEventDraft };

/**
 * Finds the one object that a person means. A write takes a name only when it is written in full, or chosen by the
 * person: never a guess.
 */
export async function resolveObject(context: RunContext, named: NamedObject, forWrite: boolean): Promise<Resolution> {
  const { journal, parts } = context;
  const chosen = journal.state.slots.get(named.capture);
  if (chosen !== undefined) {
    const found = parseObject(chosen);
    // What was clicked was written by whoever has named the object.
    return {
      found,
      provenance: { taint: 'untrusted', origin: `you chose ${chosen}, a name that was read` },
      chosen: true,
    };
  }
  const candidates = await find(context, named);
  const exact = preferKind(
    candidates.filter(({ match }) => match === 'exact'),
    named.kinds,
  );
  const [only] = exact;
  if (only !== undefined && exact.length === 1) {
    const provenance: Provenance = { taint: 'caller', origin: `you wrote "${named.words}"` };
    return { found: withoutMatch(only), provenance, chosen: false };
  }
  if (exact.length > 1) return { event: question(named, `Which "${named.words}" do you mean?`, exact) };
  const [near] = candidates;
  if (near === undefined) return { event: nothing(named, parts.resolvers.length === 0) };
  if (candidates.length === 1 && !forWrite) {
    return {
      found: withoutMatch(near),
      provenance: { taint: 'untrusted', origin: `the only name like "${named.words}"` },
      chosen: false,
    };
  }
  return { event: question(named, `There is no "${named.words}". Do you mean one of these?`, candidates) };
}

/** Whether an object of that very name is there, or was chosen. What cannot be looked up is taken for not there. */
export async function isKnown(context: RunContext, named: NamedObject): Promise<boolean> {
  if (context.journal.state.slots.has(named.capture)) return true;
  try {
    return (await find(context, named)).some(({ match }) => match === 'exact');
  } catch (error) {
    if (!HexaopsError.is(error) || ending.has(error.code)) throw error;
    return false;
  }
}

/** After these no other look-up would fare better. */
const ending: ReadonlySet<string> = new Set(['cancelled', 'control-plane-refuses-token', 'reauthentication-required']);

/** What the resolvers know. A name that could not be read back from a person's choice of it is left out: it would be another. */
async function find(
  context: RunContext,
  { words, kinds, namespace: named }: NamedObject,
): Promise<readonly Candidate[]> {
  const { namespaces } = context.journal.state;
  const lists = await Promise.all(
    context.parts.resolvers
      .filter((resolver) => kinds.length === 0 || kinds.some((kind) => resolver.kinds.includes(kind)))
      .map((resolver) =>
        withDeadline(context, `the search for "${words}"`, (signal) =>
          resolver.resolve(words, kinds, toolContext(context, 'resolve', signal)),
        ),
      ),
  );
  return lists
    .flat()
    .filter((candidate) => sameObject(parseObject(nameOfObject(candidate)), candidate))
    .filter(({ namespace }) => named === undefined || namespace === named)
    .filter(({ namespace }) => namespace === undefined || namespaces.length === 0 || namespaces.includes(namespace));
}

/** One name may be a Deployment's and its Service's: then the kind that the rule names first is meant. */
function preferKind(candidates: readonly Candidate[], kinds: readonly string[]): readonly Candidate[] {
  const places = new Set(candidates.map(({ namespace, name }) => `${namespace ?? ''}/${name}`));
  if (places.size !== 1) return candidates;
  const rank = ({ kind }: Candidate) => (kinds.indexOf(kind) + kinds.length + 1) % (kinds.length + 1);
  return [...candidates].sort((left, right) => rank(left) - rank(right)).slice(0, 1);
}

function question({ capture }: NamedObject, text: string, candidates: readonly Candidate[]): RunEventDraft {
  const choices = candidates.slice(0, 8).map((candidate): Choice => {
    const value = nameOfObject(candidate);
    return { label: value, value };
  });
  return { type: 'input-required', question: text, choices, slot: capture };
}

function nothing({ words, kinds }: NamedObject, blind: boolean): RunEventDraft {
  const what = kinds.length === 0 ? 'object' : kinds.slice(0, 3).join(' or ');
  const text = blind
    ? `I cannot look up "${inert(words)}": no worker here knows the workspace's objects.`
    : `There is no ${what} called "${inert(words)}" in what you may see, and nothing with a similar name.`;
  return { type: 'answer', text, citations: [], unavailable: [], suggestions: [{ text: 'what is wrong?' }] };
}

function withoutMatch({ kind, namespace, name }: Candidate): ObjectReference {
  return { kind, ...(namespace === undefined ? {} : { namespace }), name };
}

/** Reads what `nameOfObject` writes, where neither kind nor names hold spaces or slashes. */
function parseObject(text: string): ObjectReference {
  const [kind = '', place = ''] = text.split(' ');
  const [first = '', second] = place.split('/');
  return second === undefined ? { kind, name: first } : { kind, namespace: first, name: second };
}
