import type { Answer } from './exchange.ts';

const longest = 300;

/** What the control plane says in an answer, for people: its `error` or `message`, one line, bounded. */
export function problemText({ status, text }: Answer): string {
  const said = sentenceOf(parseJson(text)) ?? text;
  const line = said
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    .toWellFormed();
  if (line === '' || line.startsWith('<')) return `it answered ${status}`;
  return line.length > longest ? `${line.slice(0, longest).toWellFormed()}…` : line;
}

/** Undefined where the text is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

export function sentenceOf(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const { error, message } = body as { readonly error?: unknown; readonly message?: unknown };
  const nested = typeof error === 'object' ? sentenceOf(error) : undefined;
  return typeof error === 'string' ? error : (nested ?? (typeof message === 'string' ? message : undefined));
}
