import type { Attributes } from '@opentelemetry/api';
import { contentOf } from '../content.ts';
import type { Observation, Trace } from '../trace/observation.ts';
import type { AttributeSettings, Naming } from './attributes.ts';
import { messagesOf, saidBy, written } from './messages.ts';

/**
 * The names of OpenTelemetry's semantic conventions for generative AI (gen_ai.*), which are still in development: all that
 * is said of them stands here, but for the form of messages.
 */
export const genAiNaming: Naming = { spanName, attributes };

function spanName({ type, name, model }: Observation): string {
  switch (type) {
    case 'agent':
      return `invoke_agent ${name}`;
    case 'tool':
      return `execute_tool ${name}`;
    case 'generation':
      return `chat ${modelOf(model) ?? name}`;
    case 'guardrail':
    case 'event':
      return name;
  }
}

function attributes(observation: Observation, trace: Trace, settings: AttributeSettings): Attributes {
  return {
    'gen_ai.conversation.id': trace.session,
    'user.id': trace.user,
    'deployment.environment.name': settings.environment,
    'hexaops.run': trace.run,
    'hexaops.workspace': trace.workspace,
    'error.type': isFailed(observation) ? (observation.problem?.code ?? '_OTHER') : undefined,
    ...Object.fromEntries(Object.entries(observation.metadata ?? {}).map(([key, value]) => [`hexaops.${key}`, value])),
    ...ofType(observation, settings),
  };
}

function ofType(observation: Observation, settings: AttributeSettings): Attributes {
  const { type, id, name, input, output, model } = observation;
  const finishReason = finishReasonOf(observation);
  switch (type) {
    case 'agent':
      return {
        'gen_ai.operation.name': 'invoke_agent',
        'gen_ai.agent.name': name,
        'gen_ai.input.messages': written(saidBy('user', input), settings),
        'gen_ai.output.messages': written(saidBy('assistant', output, finishReason), settings),
      };
    case 'tool':
      return {
        'gen_ai.operation.name': 'execute_tool',
        'gen_ai.tool.name': name,
        'gen_ai.tool.type': 'function',
        'gen_ai.tool.call.id': id,
        'gen_ai.tool.call.arguments': contentOf(input, settings),
        'gen_ai.tool.call.result': contentOf(output, settings),
      };
    case 'generation':
      return {
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': model?.name.split('/')[0],
        'gen_ai.request.model': modelOf(model),
        'gen_ai.response.finish_reasons': [finishReason],
        'gen_ai.usage.input_tokens': model?.inputTokens,
        'gen_ai.usage.output_tokens': model?.outputTokens,
        'hexaops.task': name,
        'hexaops.cost': model?.cost,
        'gen_ai.input.messages': written(messagesOf(model?.prompt ?? []), settings),
        'gen_ai.output.messages': written(saidBy('assistant', output, finishReason), settings),
      };
    case 'guardrail':
    case 'event':
      return { 'hexaops.output': contentOf(output, settings) };
  }
}

/** Without its provider, which has an attribute of its own. */
function modelOf(model: Observation['model']): string | undefined {
  return model?.name.slice(model.name.indexOf('/') + 1);
}

/** The conventions' words for what the AI SDK calls otherwise. */
const finishReasons: ReadonlyMap<string, string> = new Map([
  ['content-filter', 'content_filter'],
  ['tool-calls', 'tool_call'],
]);

/** Of a run that was stored before this was told, and of an agent, which ends with its answer, `stop`. */
function finishReasonOf(observation: Observation): string {
  if (isFailed(observation)) return 'error';
  const { finishReason = 'stop' } = observation.model ?? {};
  return finishReasons.get(finishReason) ?? finishReason;
}

function isFailed({ problem }: Observation): boolean {
  return problem?.level === 'ERROR';
}
