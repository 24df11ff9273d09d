import { inert, renderApproval, visible, type Approval } from '@hexaops/core';

/** What every screen shows of an approval: made here from its bytes, whatever was stored beside them. */
export function shownApproval({ bytes, provenance }: Approval): { readonly rendering: readonly string[] } {
  return { rendering: renderApproval(bytes, provenance) };
}

/** The same in the words of a reply, in which nothing that was read works. No line holds a backtick, so none ends the block. */
export function wordsForApproval(approval: Approval): string {
  const summary = inert(visible(approval.bytes.summary ?? approval.summary));
  const { rendering } = shownApproval(approval);
  return `Nothing is changed until this is approved: ${summary}\n\n\`\`\`text\n${rendering.join('\n')}\n\`\`\``;
}
