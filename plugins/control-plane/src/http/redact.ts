const shortest = 12;

/**
 * `text` without the token that the request carried, should whoever answered have put it there: whole, one of its parts,
 * or, at the end of a text that was cut, the beginning of one.
 */
export function redact(text: string, token: string): string {
  const parts = [token, ...token.split('.').filter((part) => part.length >= shortest)];
  const clean = parts.reduce((rest, part) => rest.replaceAll(part, '[redacted]'), text);
  return parts.reduce(cutBeginning, clean);
}

function cutBeginning(text: string, part: string): string {
  for (let length = Math.min(part.length, text.length); length >= shortest; length--) {
    if (text.endsWith(part.slice(0, length))) return `${text.slice(0, -length)}[redacted]`;
  }
  return text;
}
