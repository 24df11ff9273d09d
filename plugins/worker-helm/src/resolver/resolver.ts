import type { Candidate, Resolver, ToolContext } from '@hexaops/core';
import type { ReleaseRecords } from '../releases/index.ts';

const releaseKind = 'Release';

const most = 10;
const quotes = /["'`\u2018\u2019\u201c\u201d]/gu;

/** Finds the release that a person means, by its name: a whole one, or a part of it. */
export function releaseResolver(records: ReleaseRecords): Resolver {
  return {
    id: 'helm',
    kinds: [releaseKind],
    async resolve(words: string, kinds: readonly string[], context: ToolContext): Promise<readonly Candidate[]> {
      if (kinds.length > 0 && !kinds.includes(releaseKind)) return [];
      const { revisions } = await records.newest(context);
      const { name, namespace } = read(words);
      const here = revisions.filter((revision) => namespace === undefined || revision.namespace === namespace);
      const exact = here.filter((revision) => revision.name === name);
      if (exact.length > 0) return exact.slice(0, most).map((revision) => candidate(revision, 'exact'));
      if (name.length < 3) return [];
      return here
        .filter((revision) => revision.name.includes(name) || name.includes(revision.name))
        .slice(0, most)
        .map((revision) => candidate(revision, 'near'));
    },
  };
}

/** `checkout`, `shop/checkout`, `the checkout release`, `release checkout in shop`. */
function read(words: string): { readonly name: string; readonly namespace: string | undefined } {
  const text = words
    .slice(0, 300)
    .toLowerCase()
    .replace(quotes, '')
    .trim()
    .replace(/^(?:the|my|our)\s+/u, '')
    .replace(/^(?:helm\s+)?(?:release|chart)s?\s+/u, '')
    .replace(/\s+(?:helm\s+)?(?:release|chart)s?(?=\s|$)/u, '');
  const [, before, place] = /^(\S+)\s+in\s+(?:the\s+)?(?:namespace\s+)?(\S+?)(?:\s+namespace)?$/u.exec(text) ?? [];
  if (before !== undefined) return { name: before, namespace: place };
  const [first = '', second] = text.replaceAll(/\s+/gu, '-').split('/');
  return second === undefined ? { name: first, namespace: undefined } : { name: second, namespace: first };
}

function candidate(
  { namespace, name }: { readonly namespace: string; readonly name: string },
  match: Candidate['match'],
): Candidate {
  return { kind: releaseKind, namespace, name, match };
}
