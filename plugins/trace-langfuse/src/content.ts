import { withoutSecrets } from '@hexaops/core';

/** How much of what people, sources and models have written leaves with a trace. */
export interface ContentSettings {
  /** `none`: nothing of it; what was done and how long it took is told all the same. */
  readonly content: 'redacted' | 'none';
  /** Characters of one input or output. */
  readonly contentLength: number;
}

const cut = '... [cut]';

/**
 * An input or an output as it is sent: text or JSON, without what looks like a secret, and no longer than was said; undefined
 * where nothing is to be sent.
 */
export function contentOf(value: unknown, { content, contentLength }: ContentSettings): string | undefined {
  if (content === 'none' || value === undefined) return undefined;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  // A secret that is cut in two is no pattern any more: what follows it is looked at, too.
  const clean = withoutSecrets(text.slice(0, contentLength * 2));
  return clean.length <= contentLength ? clean : `${clean.slice(0, contentLength)}${cut}`.toWellFormed();
}
