import type { ReceivedSpan } from '@hexaops/trace-langfuse/testing';

interface Node {
  readonly name: string;
  /** Milliseconds since the begin of the trace. */
  readonly from: number;
  readonly to: number;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly children: readonly Node[];
}

/** Spans as the trees that they are, in the order in which they came. */
export function treesOf(spans: readonly ReceivedSpan[]): readonly Node[] {
  const began = Math.min(...spans.map(({ startTimeUnixNano }) => Number(BigInt(startTimeUnixNano) / 1_000_000n)));
  const since = (nanoseconds: string) => Number(BigInt(nanoseconds) / 1_000_000n) - began;
  const under = (parent: string | undefined): readonly Node[] =>
    spans
      .filter(({ parentSpanId }) => parentSpanId === parent)
      .map(({ spanId, name, startTimeUnixNano, endTimeUnixNano, attributes }) => ({
        name,
        from: since(startTimeUnixNano),
        to: since(endTimeUnixNano),
        attributes,
        children: under(spanId),
      }));
  return under(undefined);
}

/** What a person reads at a glance: the kinds and names, indented. */
export function outlineOf(trees: readonly Node[], indent = ''): string {
  return trees
    .map(({ name, attributes, children }) => {
      return `${indent}${String(attributes['langfuse.observation.type'])} ${name}\n${outlineOf(children, `${indent}  `)}`;
    })
    .join('');
}
