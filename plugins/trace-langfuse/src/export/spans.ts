import { type Attributes, SpanKind, SpanStatusCode, TraceFlags } from '@opentelemetry/api';
import { hrTimeDuration, millisToHrTime } from '@opentelemetry/core';
import { resourceFromAttributes } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import type { AttributeSettings, Naming } from '../attributes/attributes.ts';
import { spanId, traceId } from '../trace/ids.ts';
import type { Trace } from '../trace/observation.ts';

const resource = resourceFromAttributes({ 'service.name': 'hexaops' });
const instrumentationScope = { name: '@hexaops/trace-langfuse' };

/** The trace as spans that have ended. */
export function spansOf(trace: Trace, naming: Naming, settings: AttributeSettings): readonly ReadableSpan[] {
  const contextOf = (id: string) => {
    return { traceId: traceId(trace.run), spanId: spanId(trace, id), traceFlags: TraceFlags.SAMPLED };
  };
  return trace.observations.map((observation): ReadableSpan => {
    const { id, parent, type, start, end, problem } = observation;
    const startTime = millisToHrTime(start);
    const endTime = millisToHrTime(Math.max(start, end));
    const context = contextOf(id);
    return {
      name: naming.spanName(observation),
      kind: type === 'generation' ? SpanKind.CLIENT : SpanKind.INTERNAL,
      spanContext: () => context,
      ...(parent === undefined ? {} : { parentSpanContext: contextOf(parent) }),
      startTime,
      endTime,
      duration: hrTimeDuration(startTime, endTime),
      // Its message is in the attributes, where it is content and goes the way of content.
      status: { code: problem?.level === 'ERROR' ? SpanStatusCode.ERROR : SpanStatusCode.UNSET },
      attributes: given(naming.attributes(observation, trace, settings)),
      links: [],
      events: [],
      ended: true,
      resource,
      instrumentationScope,
      droppedAttributesCount: 0,
      droppedEventsCount: 0,
      droppedLinksCount: 0,
    };
  });
}

function given(attributes: Attributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));
}
