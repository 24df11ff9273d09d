import { LangfuseOtelSpanAttributes as name } from '@langfuse/core';
import type { Attributes } from '@opentelemetry/api';
import { contentOf } from '../content.ts';
import type { Observation, Trace } from '../trace/observation.ts';
import { traceName } from '../trace/names.ts';
import type { AttributeSettings, Naming } from './attributes.ts';

/** The names that Langfuse takes its observations from. Those of the trace stand on each observation: it groups by them. */
export const langfuseNaming: Naming = { spanName: (observation) => observation.name, attributes };

function attributes(observation: Observation, trace: Trace, settings: AttributeSettings): Attributes {
  const { type, input, output, problem, metadata, model } = observation;
  return {
    [name.TRACE_NAME]: traceName,
    [name.TRACE_USER_ID]: trace.user,
    [name.TRACE_SESSION_ID]: trace.session,
    [name.ENVIRONMENT]: settings.environment,
    [`${name.TRACE_METADATA}.run`]: trace.run,
    [`${name.TRACE_METADATA}.workspace`]: trace.workspace,
    [name.OBSERVATION_TYPE]: type,
    [name.OBSERVATION_INPUT]: contentOf(input, settings),
    [name.OBSERVATION_OUTPUT]: contentOf(output, settings),
    [name.OBSERVATION_LEVEL]: problem?.level,
    [name.OBSERVATION_STATUS_MESSAGE]: problem && (contentOf(problem.message, settings) ?? problem.code),
    ...Object.fromEntries(
      Object.entries(metadata ?? {}).map(([key, value]) => [`${name.OBSERVATION_METADATA}.${key}`, value]),
    ),
    ...(model && {
      [name.OBSERVATION_MODEL]: model.name,
      [name.OBSERVATION_USAGE_DETAILS]: JSON.stringify({ input: model.inputTokens, output: model.outputTokens }),
      [name.OBSERVATION_COST_DETAILS]: model.cost === undefined ? undefined : JSON.stringify({ total: model.cost }),
    }),
  };
}
