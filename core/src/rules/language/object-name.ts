import { kindOf, kindWordPattern } from './kinds.ts';

/** An object as a person named it; which object of the workspace it is, a resolver finds out. */
export interface NamedObject {
  readonly name: string;
  readonly namespace?: string;
  readonly kind?: string;
}

const label = '[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?';
/** Of a name in Kubernetes. */
const maximumLength = 253;
const name = `${label}(?:/${label}){0,2}`;
const quote = '["\'`]?';

/** A name of up to three words, `redis cart`: as few as the rest of the sentence lets. */
const names = `${name}(?:\\s+${label}){0,2}?`;
const beforePlace = `(?:in|from)\\s+(?:the\\s+)?(?:(?:namespace|ns|project)\\s+)?`;
const afterPlace = `(?:\\s+(?:namespace|ns|project))?`;

/**
 * RE2: `checkout`, `deployment/checkout`, `shop/checkout`, `pod web-1`, `"checkout" deployment`, `redis cart`,
 * `checkout in the shop namespace`. Every part that may be left out is taken only where the sentence needs it.
 */
export const objectPattern =
  `(?:(?:${kindWordPattern})\\s+)?${quote}${names}${quote}(?:\\s+(?:${kindWordPattern}))??` +
  `(?:\\s+${beforePlace}${label}${afterPlace})??`;

/** Words that point at something without naming it. */
const pronouns = new Set(
  'it this that them these those everything all any something anything one the a an my our me us what which here there'.split(
    ' ',
  ),
);

/** Of a sentence, where a name has several words: `last hour` and `orders to 3` name nothing. */
const notInNames =
  /^(?:last|past|next|previous|[0-9]+)\s|(?:^|\s)(?:to|by|for|with|of|and|or|but|since|because)(?:\s|$)/;

const form = new RegExp(
  `^(?:(${kindWordPattern})\\s+)?${quote}(${names})${quote}(?:\\s+(${kindWordPattern}))?` +
    `(?:\\s+${beforePlace}(${label})${afterPlace})?$`,
  'i',
);

/** Undefined where the text names no object of the wanted kinds; every kind is wanted where none is listed. */
export function parseObjectName(text: string, wanted: readonly string[]): NamedObject | undefined {
  const [, before, path = '', after, place] = form.exec(text) ?? [];
  const parts = path.toLowerCase().split('/');
  const last = parts.at(-1) ?? '';
  if (
    last === '' ||
    parts.some((part) => part.length > maximumLength) ||
    last.split(/\s+/).some((word) => pronouns.has(word)) ||
    (/\s/.test(last) && notInNames.test(last)) ||
    (parts.length === 1 && kindOf(last, wanted) !== undefined)
  )
    return undefined;
  const leading = parts.length > 1 ? kindOf(parts[0] ?? '', wanted) : undefined;
  const inPath = parts.length === 3 ? parts[1] : parts.length === 2 && leading === undefined ? parts[0] : undefined;
  const namespace = inPath ?? place?.toLowerCase();
  const said = [before, after].filter((word) => word !== undefined).map((word) => kindOf(word, wanted));
  const kind = [leading, ...said].find((candidate) => candidate !== undefined && candidate !== 'any');
  if (kind !== undefined && wanted.length > 0 && !wanted.includes(kind)) return undefined;
  return { name: last, ...(namespace === undefined ? {} : { namespace }), ...(kind === undefined ? {} : { kind }) };
}
