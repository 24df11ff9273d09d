import type { Attributes } from '@opentelemetry/api';
import { contentOf } from '../content.ts';
import type { Observation } from '../trace/observation.ts';
import type { AttributeSettings, AttributesOf } from './attributes.ts';

/**
 * The names of OpenTelemetry's semantic conventions for generative AI (gen_ai.*), which are still in development: all that
 * is said of them stands here.
 */
export const genAiAttributes: AttributesOf = (observation, trace, settings) => ({
  'gen_ai.conversation.id': trace.session,
  'user.id': trace.user,
  'deployment.environment.name': settings.environment,
  'hexaops.run': trace.run,
  'hexaops.workspace': trace.workspace,
  'error.type': observation.problem?.level === 'ERROR' ? (observation.problem.code ?? '_OTHER') : undefined,
  ...Object.fromEntries(Object.entries(observation.metadata ?? {}).map(([key, value]) => [`hexaops.${key}`, value])),
  ...ofType(observation, settings),
});

function ofType({ type, id, name, input, output, model }: Observation, settings: AttributeSettings): Attributes {
  switch (type) {
    case 'agent':
      return {
        'gen_ai.operation.name': 'invoke_agent',
        'gen_ai.agent.name': name,
        'gen_ai.input.messages': message('user', input, settings),
        'gen_ai.output.messages': message('assistant', output, settings),
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
        'gen_ai.request.model': model?.name.split('/').slice(1).join('/'),
        'gen_ai.usage.input_tokens': model?.inputTokens,
        'gen_ai.usage.output_tokens': model?.outputTokens,
        'hexaops.cost': model?.cost,
        'gen_ai.input.messages': message('user', input, settings),
        'gen_ai.output.messages': message('assistant', output, settings),
      };
    case 'guardrail':
    case 'event':
      return { 'hexaops.output': contentOf(output, settings) };
  }
}

function message(role: 'user' | 'assistant', value: unknown, settings: AttributeSettings): string | undefined {
  const content = contentOf(value, settings);
  return content === undefined ? undefined : JSON.stringify([{ role, parts: [{ type: 'text', content }] }]);
}
