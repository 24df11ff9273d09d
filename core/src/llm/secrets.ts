/**
 * What a secret looks like where nobody has named it one: how it begins, and how it goes on. Somebody hostile may have written
 * the text, so no pattern looks far ahead in vain: each repeats one class of characters, at most so often.
 */
const forms: readonly (readonly [begins: RegExp, goesOn: RegExp])[] = [
  // JSON Web Tokens, also cut ones.
  [/\beyJ/, /[\w-]{8,2000}(?:\.[\w-]{4,4000}){1,4}/],
  // Also where its lines are marked.
  [/-----BEGIN /, /[A-Z ]{0,40}PRIVATE KEY-----[\w+/=|\\\s]{0,8000}(?:-----END [A-Z ]{0,40}PRIVATE KEY-----)?/],
  [/\b(?:AKIA|ASIA)/, /[0-9A-Z]{16}\b/],
  [/\bgh[pousr]_/, /\w{20,}/],
  [/\bgithub_pat_/, /\w{20,}/],
  [/\bglpat-/, /[\w-]{16,}/],
  [/\bxox[abeoprs]-/, /[\w-]{10,}/],
  [/\bsk-/, /[\w-]{16,}/],
  [/\bAIza/, /[\w-]{30,}/],
  [/\bhvs\./, /[\w-]{20,}/],
];
const secrets = forms.map(([begins, goesOn]) => new RegExp(`${begins.source}${goesOn.source}`, 'g'));
/** Hardly a text has one, and to look for the beginnings of all at once costs a fraction of looking for each. */
const beginning = new RegExp(forms.map(([begins]) => begins.source).join('|'));

/** A name of a secret, and what it is set to. The name stays. Also in JSON that stands in JSON, whose quotes are escaped. */
const named =
  /((?:password|passwd|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|client[_-]?secret|credentials?)(?:\\{0,16}["'])?\s{0,3}(?:[:=]|=>)\s{0,3}(?:\\{0,16}["'])?)(?!\[redacted\])(?:[^\s"',;}\]\\]|\\(?!\\{0,16}["'])){4,}/gi;

const authorization = /\b((?:bearer|basic)\s{1,3})(?!\[redacted\])[\w.~+/=-]{8,}/gi;

/** The password of a URL: `postgres://shop:PASSWORD@db`. */
const inUrl = /(\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@]{0,100}:)(?!\[redacted\])[^\s/@]{1,200}(?=@)/gi;

/** Takes what looks like a secret out of a text. Rather too much than too little: it is for prompts, which need none. */
export function withoutSecrets(text: string): string {
  const bare = beginning.test(text)
    ? secrets.reduce((rest, pattern) => rest.replaceAll(pattern, '[redacted]'), text)
    : text;
  const unauthorized = without(bare, authorization, '$1[redacted]');
  const anonymous = unauthorized.includes('://') ? without(unauthorized, inUrl, '$1[redacted]') : unauthorized;
  return without(anonymous, named, '$1[redacted]');
}

/** To search costs a quarter of what it costs to replace nothing. */
function without(text: string, pattern: RegExp, replacement: string): string {
  return text.search(pattern) === -1 ? text : text.replaceAll(pattern, replacement);
}
