/** Sentences of one part of an answer, with the ids of the evidence that they cite. */
export interface Wording {
  readonly text: string;
  readonly citations: readonly string[];
}

export const nothing: Wording = Object.freeze({ text: '', citations: [] });

export function join(parts: readonly Wording[]): Wording {
  const kept = parts.filter(({ text }) => text !== '');
  if (kept.length === 0) return nothing;
  return {
    text: kept.map(({ text }) => text).join('\n\n'),
    citations: distinct(kept.flatMap(({ citations }) => citations)),
  };
}

/** The text with the evidence that it rests on, `[e1]`, at most four. */
export function cite(text: string, evidence: readonly (string | number)[], after = ''): Wording {
  const citations = distinct(evidence.map(String)).slice(0, 4);
  return { text: `${text}${citations.map((id) => ` [${id}]`).join('')}${after}`, citations };
}

/** Ends like a sentence. Its first letter stays as it is: it may be an object's name. */
export function sentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

/** Each once. Most sentences cite one. */
function distinct(ids: readonly string[]): readonly string[] {
  return ids.length < 2 ? ids : [...new Set(ids)];
}
