import type { CallerToken } from '../caller.ts';
import { unchanged } from './plain.ts';

/** Characters below which a part of a token is no secret, and may well be a word. */
const shortest = 12;

export type Redactor = (text: string) => string;

/**
 * Takes the caller's token, and each part of it, out of whatever leaves the request: a tool or a server may have put it into
 * an error, a log line or a name, and somebody may have cut that since: the beginning and the end of a part go too.
 */
export function redactorOf(token: CallerToken | undefined): Redactor {
  const value = token?.reveal() ?? '';
  const parts = [value, ...value.split('.')].filter((part) => part.length >= shortest);
  const written = [...new Set(parts.flatMap((part) => [part, encodeURIComponent(part.toWellFormed())]))];
  if (written.length === 0) return unchanged;
  return (text) => written.reduce((rest, part) => withoutEnds(rest.replaceAll(part, redacted), part), text);
}

const redacted = '[redacted]';

function withoutEnds(text: string, part: string): string {
  const withoutBeginnings = without(text, part.slice(0, shortest), (start) => {
    let length = shortest;
    while (length < part.length && text[start + length] === part[length]) length += 1;
    return [start, start + length];
  });
  return without(withoutBeginnings, part.slice(-shortest), (start) => {
    let length = shortest;
    const end = start + shortest;
    while (length < part.length && withoutBeginnings[end - length - 1] === part.at(-length - 1)) length += 1;
    return [end - length, end];
  });
}

/** Without what `extent` says of each place where the piece stands. */
function without(text: string, piece: string, extent: (at: number) => readonly [number, number]): string {
  let at = text.indexOf(piece);
  if (at === -1) return text;
  let clean = '';
  let kept = 0;
  for (; at !== -1; at = text.indexOf(piece, kept)) {
    const [start, end] = extent(at);
    clean += `${text.slice(kept, Math.max(kept, start))}${redacted}`;
    kept = Math.max(end, at + 1);
  }
  return clean + text.slice(kept);
}
