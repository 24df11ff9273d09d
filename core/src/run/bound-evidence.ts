import { cutContent, leastContent } from './cut-content.ts';
import { cutText } from './cut-text.ts';
import type { Evidence, EvidenceDraft, Taint } from './evidence.ts';

/** Who reads it, when, and how much of it may be kept. */
export interface EvidenceFrame {
  readonly id: string;
  readonly step: string;
  readonly taint: Taint;
  readonly readAt: string;
  /** Bytes of the content, as JSON in UTF-8. */
  readonly byteCap: number;
}

/** Characters of a title and of a source's name. */
const longestName = 300;
/** Characters of a time of RFC 3339. */
const longestTime = 40;

const askForLess = 'ask for a shorter time or a narrower name';

/** A tool's evidence as the run keeps it: cut at a line, a row or a member where it is over the cap, and then saying so. */
export function boundEvidence(draft: EvidenceDraft, { id, step, taint, readAt, byteCap }: EvidenceFrame): Evidence {
  const { content, truncated, omitted, ...rest } = cutDraft(draft, byteCap, () => askForLess);
  return {
    id,
    step,
    ...rest,
    content,
    truncated: truncated === true,
    ...(omitted === undefined ? {} : { omitted }),
    taint,
    readAt,
  };
}

/**
 * The draft with a content within the bytes, and texts as long as a run keeps them. What is left out is said, with how to ask
 * for it: in the tool's own words, or those of `remedy`.
 */
export function cutDraft(draft: EvidenceDraft, byteCap: number, remedy: () => string): EvidenceDraft {
  const { source, query, timeRange, title, keep, more } = draft;
  const { content, left } = cutContent(draft.content, Math.max(byteCap, leastContent), keep);
  const parts = [draft.omitted, left === undefined ? undefined : `${left}; ${more ?? remedy()}`].filter(
    (part) => part !== undefined,
  );
  const truncated = draft.truncated === true || parts.length > 0;
  const omitted = truncated && parts.length === 0 ? [`a part of it; ${more ?? remedy()}`] : parts;
  return {
    source: cutText(source, longestName),
    query: cutText(query),
    ...(timeRange === undefined
      ? {}
      : { timeRange: { from: cutText(timeRange.from, longestTime), to: cutText(timeRange.to, longestTime) } }),
    title: cutText(title, longestName),
    content,
    ...(truncated ? { truncated, omitted: cutText(omitted.join('; ')) } : {}),
  };
}
