import { formatDuration } from '../duration.ts';
import type { CaptureDeclaration } from '../set/rule-set.ts';
import { durationPhrase, parseSpokenDuration } from './durations.ts';
import { integerPattern, parseInteger } from './numbers.ts';
import { type NamedObject, objectPattern, parseObjectName } from './object-name.ts';

/** What was taken out of a text. `value` is what `${name}` inserts. */
export type Capture =
  /** `value` is the object's name; its kind and namespace, where they were said, are in `object`. */
  | {
      readonly type: 'object';
      readonly raw: string;
      readonly value: string;
      readonly object: NamedObject;
      readonly kinds: readonly string[];
      /** The rule counts only where an object of this very name is there. */
      readonly known?: true;
    }
  | { readonly type: 'integer'; readonly raw: string; readonly value: number }
  /** `value` has the form `90m`. */
  | { readonly type: 'duration'; readonly raw: string; readonly value: string; readonly milliseconds: number }
  | { readonly type: 'word'; readonly raw: string; readonly value: string }
  | { readonly type: 'text'; readonly raw: string; readonly value: string };

export type Captures = Readonly<Record<string, Capture>>;

/** What `${capture.part}` inserts. */
export function partsOf(capture: Capture): Readonly<Record<string, unknown>> {
  const { raw } = capture;
  if (capture.type === 'object') return { raw, ...capture.object };
  return capture.type === 'duration' ? { raw, milliseconds: capture.milliseconds } : { raw };
}

/** The names of the parts that captures of a type may have. */
export const partNames: Readonly<Record<CaptureDeclaration['type'], readonly string[]>> = {
  object: ['raw', 'name', 'namespace', 'kind'],
  duration: ['raw', 'milliseconds'],
  integer: ['raw'],
  word: ['raw'],
  text: ['raw'],
};

/** RE2 of what the capture takes; at most as much as a name, a number or a short text can be. */
export function patternOf(declaration: CaptureDeclaration): string {
  switch (declaration.type) {
    case 'object':
      return objectPattern;
    case 'integer':
      return integerPattern;
    case 'duration':
      return durationPhrase;
    case 'word':
      return spellings(declaration.words)
        .map(([spelling]) => spelling.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+'))
        .join('|');
    default:
      return '.{1,500}?';
  }
}

/** Undefined where the text is not what is declared: then the phrase does not match. */
export function parseCapture(text: string, declaration: CaptureDeclaration): Capture | undefined {
  const raw = text;
  switch (declaration.type) {
    case 'object': {
      const kinds = declaration.kinds ?? [];
      const object = parseObjectName(raw, kinds);
      const known = declaration.known === true ? { known: true as const } : {};
      return object && { type: 'object', raw, value: object.name, object, kinds, ...known };
    }
    case 'integer': {
      const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = declaration;
      const value = parseInteger(raw);
      return value === undefined || value < minimum || value > maximum ? undefined : { type: 'integer', raw, value };
    }
    case 'duration': {
      const milliseconds = parseSpokenDuration(raw);
      return milliseconds === undefined
        ? undefined
        : { type: 'duration', raw, value: formatDuration(milliseconds), milliseconds };
    }
    case 'word': {
      const normal = raw.toLowerCase().replace(/\s+/g, ' ');
      const found = spellings(declaration.words).find(([spelling]) => spelling.toLowerCase() === normal);
      return found && { type: 'word', raw, value: found[1] };
    }
    default: {
      const value = raw.trim().replace(/^["'`](.*)["'`]$/s, '$1');
      return value === '' ? undefined : { type: 'text', raw, value };
    }
  }
}

/** Each spelling with the word that it stands for, the longest first; a word stands for itself too. */
function spellings(words: Readonly<Record<string, readonly string[]>>): readonly (readonly [string, string])[] {
  return Object.entries(words)
    .flatMap(([word, others]) => [word, ...others].map((spelling) => [spelling, word] as const))
    .sort(([a], [b]) => b.length - a.length);
}
