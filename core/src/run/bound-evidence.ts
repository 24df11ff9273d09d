import { cutText } from './bound-result.ts';
import type { Evidence, EvidenceContent, EvidenceDraft, Taint } from './evidence.ts';

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

/** A tool's evidence as the run keeps it: cut at a line or a row where it is over the cap, and then saying so. */
export function boundEvidence(draft: EvidenceDraft, { id, step, taint, readAt, byteCap }: EvidenceFrame): Evidence {
  const { content, omitted } = cut(draft.content, byteCap);
  const parts = [draft.omitted, omitted].filter((part) => part !== undefined);
  const { source, query, timeRange, title } = draft;
  return {
    id,
    step,
    source: cutText(source, longestName),
    query: cutText(query),
    ...(timeRange === undefined ? {} : { timeRange }),
    title: cutText(title, longestName),
    content,
    truncated: draft.truncated === true || omitted !== undefined,
    ...(parts.length === 0 ? {} : { omitted: cutText(parts.join('; ')) }),
    taint,
    readAt,
  };
}

export function bytesOf(content: EvidenceContent): number {
  return Buffer.byteLength(JSON.stringify(content), 'utf8');
}

function cut(content: EvidenceContent, byteCap: number): { content: EvidenceContent; omitted: string | undefined } {
  if (bytesOf(content) <= byteCap) return { content, omitted: undefined };
  switch (content.kind) {
    case 'text': {
      const lines = content.text.split('\n');
      const kept = fitting(lines, byteCap - 40);
      if (kept.length === 0) {
        // Four bytes are the most that one character takes in UTF-8, six in an escape.
        const beginning = (lines[0] ?? '').slice(0, Math.max(0, Math.floor((byteCap - 40) / 6)));
        return {
          content: { kind: 'text', text: beginning.toWellFormed() },
          omitted: `all but the beginning of ${lines.length} lines left out; ask for a shorter time or a narrower name`,
        };
      }
      return {
        content: { kind: 'text', text: kept.join('\n') },
        omitted: `${lines.length - kept.length} of ${lines.length} lines left out; ask for a shorter time or a narrower name`,
      };
    }
    case 'table': {
      const left = byteCap - bytesOf({ ...content, rows: [] });
      if (left < 0) return { content: { kind: 'text', text: '' }, omitted: 'the table has more columns than fit' };
      const kept = fitting(content.rows, left);
      return {
        content: { ...content, rows: kept },
        omitted: `${content.rows.length - kept.length} of ${content.rows.length} rows left out; ask for one namespace or one name`,
      };
    }
    case 'object':
      return {
        content: { kind: 'text', text: '' },
        omitted: 'the object is larger than one piece of evidence may be; ask for a part of it',
      };
  }
}

/** As many of the first items as fit into the bytes. */
function fitting<T>(items: readonly T[], bytes: number): readonly T[] {
  let used = 0;
  const end = items.findIndex((item) => (used += Buffer.byteLength(JSON.stringify(item), 'utf8') + 1) > bytes);
  return end === -1 ? items : items.slice(0, end);
}
