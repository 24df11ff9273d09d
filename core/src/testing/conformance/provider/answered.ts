import type { LanguageModelV4CallOptions, LanguageModelV4Content, LanguageModelV4Message } from '@ai-sdk/provider';

type AssistantPart = Extract<LanguageModelV4Message, { readonly role: 'assistant' }>['content'][number];

/** The calls of an answer with what came of them, as they are sent in the next call. */
export function answered(content: readonly LanguageModelV4Content[]): LanguageModelV4CallOptions['prompt'] {
  const calls = content.filter((part) => part.type === 'tool-call');
  const optionsOf = ({ providerMetadata }: Pick<LanguageModelV4Content, 'providerMetadata'>) =>
    providerMetadata === undefined ? {} : { providerOptions: providerMetadata };
  return [
    {
      role: 'assistant',
      content: content.flatMap((part): readonly AssistantPart[] => {
        if (part.type === 'reasoning') return [{ type: part.type, text: part.text, ...optionsOf(part) }];
        if (part.type !== 'tool-call') return [];
        const { type, toolCallId, toolName } = part;
        return [{ type, toolCallId, toolName, input: JSON.parse(part.input) as unknown, ...optionsOf(part) }];
      }),
    },
    {
      role: 'tool',
      content: calls.map(({ toolCallId, toolName }) => ({
        type: 'tool-result',
        toolCallId,
        toolName,
        output: { type: 'text', value: `read by ${toolName}` },
      })),
    },
  ];
}
