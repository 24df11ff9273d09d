import { plainCopy } from '../run/plain.ts';

/** Values that are found in one text. */
const mostValues = 16;
/** Characters that are looked at for the ends of objects, over and over: a text of nothing but braces holds up nobody. */
const mostLooks = 1_000_000;

/** What a text is as JSON, where it is an object or a list; plain and frozen. */
export function parsedJson(text: string): unknown {
  // Most texts are words: raising an error for each costs more than all else that is done with them.
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? plainCopy(value) : undefined;
  } catch {
    return undefined;
  }
}

/** Every object of JSON in a text: the text itself, the items of a list, or each that is complete, whatever stands around it. */
export function valuesIn(text: string): readonly unknown[] {
  const whole = parsedJson(text.trim());
  if (Array.isArray(whole)) return whole;
  if (whole !== undefined) return [whole];
  const found: unknown[] = [];
  let looks = 0;
  for (let start = text.indexOf('{'); start !== -1 && found.length < mostValues; start = text.indexOf('{', start + 1)) {
    const end = endOfObject(text, start, mostLooks - looks);
    looks += (end ?? text.length) - start;
    if (looks >= mostLooks) break;
    const value = end === undefined ? undefined : parsedJson(text.slice(start, end));
    if (end === undefined || value === undefined) continue;
    found.push(value);
    start = end - 1;
  }
  return found;
}

/** Where the object ends that begins at `start`; braces within strings do not count. */
function endOfObject(text: string, start: number, most: number): number | undefined {
  let depth = 0;
  let inString = false;
  const last = Math.min(text.length, start + most);
  for (let at = start; at < last; at++) {
    const letter = text[at];
    if (inString) {
      if (letter === '\\') at += 1;
      else if (letter === '"') inString = false;
    } else if (letter === '"') inString = true;
    else if (letter === '{') depth += 1;
    else if (letter === '}' && --depth === 0) return at + 1;
  }
  return undefined;
}
