import { withoutSecrets } from '@hexaops/core';

/** How much of what people, sources and models have written leaves with a trace. */
export interface ContentSettings {
  /** `none`: nothing of it; what was done and how long it took is told all the same. */
  readonly content: 'redacted' | 'none';
  /** Characters of one input or output. */
  readonly contentLength: number;
}

const cut = '... [cut]';

/** Characters that what looks like a secret may have, before what it is can be told from a part of it. */
const longestSecret = 8_192;

/**
 * An input or an output as it is sent: text or JSON, without what looks like a secret, and no longer than was said; undefined
 * where nothing is to be sent.
 */
export function contentOf(value: unknown, { content, contentLength }: ContentSettings): string | undefined {
  if (content === 'none' || value === undefined) return undefined;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  // What is redacted becomes shorter, so that more of the text has room; of that nothing is sent which may be half a secret.
  const reach = contentLength * 2 + longestSecret;
  const cleaned = withoutSecrets(text.slice(0, reach));
  const clean = text.length > reach ? cleaned.slice(0, -longestSecret) : cleaned;
  const isWhole = text.length <= reach && clean.length <= contentLength;
  return isWhole ? clean : `${clean.slice(0, contentLength)}${cut}`.toWellFormed();
}
