import type { ToolResult } from '@hexaops/core';
import { finding, text } from '../support/shop.ts';

/** What a tool may bring back, with the payload in every place that an answer is worded from. */
export function poisonedResults(payload: string): readonly (() => ToolResult)[] {
  const titled = text(payload, payload);
  const table = { ...titled, content: { kind: 'table' as const, columns: [payload, 'b'], rows: [[payload, payload]] } };
  const object = { ...titled, content: { kind: 'object' as const, object: { name: payload, [payload]: [payload] } } };
  const named = finding({
    cause: payload,
    summary: payload,
    object: { kind: payload, namespace: payload, name: payload },
    remedy: { description: payload },
  });
  return [
    () => ({ evidence: [titled, table, object], findings: [] }),
    () => ({ evidence: [titled], findings: [named, { ...named, symptomOf: named.object }] }),
    () => ({ evidence: [], unavailable: [{ source: payload, reason: payload }] }),
    () => {
      throw new Error(payload);
    },
  ];
}

/** Ways in which a person may be made to write it. */
export function poisonedMessages(payload: string): readonly string[] {
  return [payload, `what is wrong with ${payload}?`, `scale ${payload} to 3`];
}
