/** Bytes of UTF-8 that are counted as one token. Real tokenizers take more of prose; of logs, ids and other scripts not much. */
const bytesOfToken = 3;

/** Tokens of a text, rather too many than too few: no tokenizer of any provider is at hand. */
export function estimateTokens(text: string): number {
  return Math.ceil(Buffer.byteLength(text, 'utf8') / bytesOfToken);
}

/** As many of the text's first lines as fit, or of its first characters; with what was left out. */
export function fitTokens(text: string, tokens: number): string {
  if (estimateTokens(text) <= tokens) return text;
  const bytes = Math.max(0, tokens - 8) * bytesOfToken;
  const cut = Buffer.from(text, 'utf8')
    .subarray(0, bytes)
    .toString('utf8')
    .replace(/\u{fffd}$/u, '');
  const lastLine = cut.lastIndexOf('\n');
  return `${lastLine > bytes / 2 ? cut.slice(0, lastLine) : cut}\n(the rest was left out)`;
}
