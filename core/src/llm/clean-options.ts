import type {
  LanguageModelV4CallOptions,
  LanguageModelV4Message,
  LanguageModelV4Prompt,
  LanguageModelV4ToolResultOutput,
} from '@ai-sdk/provider';
import { withinTime } from '../run/deadline.ts';
import { storable } from '../run/plain.ts';
import type { RunContext } from '../run/run-context.ts';
import { withoutSecrets } from './secrets.ts';

type Clean = (text: string) => string;

/**
 * What is sent to a model. Cleaned before the hook, which may keep what it sees, and after it: nothing is added to a prompt
 * once it was cleaned. A hook changes the prompt and how the model samples; which tools and which form there are it does not.
 */
export async function cleanOptions(
  context: RunContext,
  name: string,
  compose: (promptTokens: number) => LanguageModelV4CallOptions,
): Promise<LanguageModelV4CallOptions> {
  const { parts, budget, hookContext } = context;
  const { promptTokens, outputTokens } = parts.models?.settings ?? { promptTokens: 0, outputTokens: 0 };
  const clean = cleanerOf(context);
  const composed = compose(Math.min(promptTokens, budget.tokensLeft));
  const { responseFormat = { type: 'text' }, tools, toolChoice } = composed;
  const options: LanguageModelV4CallOptions = {
    prompt: cleaned(composed.prompt, clean),
    maxOutputTokens: Math.min(composed.maxOutputTokens ?? outputTokens, outputTokens),
    temperature: 0,
    responseFormat,
    ...(tools === undefined ? {} : { tools }),
    ...(toolChoice === undefined ? {} : { toolChoice }),
  };
  if (!parts.hooks.modelCall.isUsed()) return options;
  const changed = await withinTime(`the call of ${name}`, budget.limits.stepMilliseconds, hookContext.signal, () =>
    parts.hooks.modelCall.promise(options, hookContext),
  );
  const { temperature, topP, topK, seed, stopSequences, reasoning, providerOptions } = changed;
  return {
    prompt: cleaned(changed.prompt, clean),
    maxOutputTokens: Math.min(changed.maxOutputTokens ?? outputTokens, outputTokens),
    responseFormat,
    ...(tools === undefined ? {} : { tools }),
    ...(toolChoice === undefined ? {} : { toolChoice }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { topP }),
    ...(topK === undefined ? {} : { topK }),
    ...(seed === undefined ? {} : { seed }),
    ...(stopSequences === undefined ? {} : { stopSequences }),
    ...(reasoning === undefined ? {} : { reasoning }),
    ...(providerOptions === undefined ? {} : { providerOptions }),
  };
}

/** Each call sends again what the calls before it have sent: a text is cleaned once a run. */
function cleanerOf({ redact, cleanTexts }: RunContext): Clean {
  return (text) => {
    let clean = cleanTexts.get(text);
    if (clean === undefined) cleanTexts.set(text, (clean = withoutSecrets(redact(storable(text)))));
    return clean;
  };
}

/** Text, and calls of tools with what came of them; what else a hook or an engine has put there is left out. */
function cleaned(prompt: LanguageModelV4Prompt, clean: Clean): LanguageModelV4Prompt {
  return prompt.map((message): LanguageModelV4Message => {
    switch (message.role) {
      case 'system':
        return { role: 'system', content: clean(message.content) };
      case 'user':
        return {
          role: 'user',
          content: message.content.flatMap((part) =>
            part.type === 'text' ? [{ type: 'text' as const, text: clean(part.text) }] : [],
          ),
        };
      case 'assistant':
        return {
          role: 'assistant',
          content: message.content.flatMap((part) => cleanPart(part, clean)),
        };
      case 'tool':
        return {
          role: 'tool',
          content: message.content.flatMap((part) =>
            part.type === 'tool-result' ? [{ ...part, output: cleanOutput(part.output, clean) }] : [],
          ),
        };
    }
  });
}

type AssistantPart = Extract<LanguageModelV4Message, { readonly role: 'assistant' }>['content'][number];

function cleanPart(part: AssistantPart, clean: Clean): readonly AssistantPart[] {
  switch (part.type) {
    case 'text':
      return [{ ...part, text: clean(part.text) }];
    case 'reasoning':
      // It is signed, so it goes back to its model as it was, or not at all.
      return clean(part.text) === part.text ? [part] : [];
    case 'tool-call':
      return [{ ...part, input: cleanJson(part.input, clean) }];
    default:
      return [];
  }
}

function cleanOutput(output: LanguageModelV4ToolResultOutput, clean: Clean): LanguageModelV4ToolResultOutput {
  switch (output.type) {
    case 'text':
    case 'error-text':
      return { type: output.type, value: clean(output.value) };
    case 'json':
    case 'error-json':
      return { type: output.type === 'json' ? 'text' : 'error-text', value: clean(JSON.stringify(output.value)) };
    default:
      return { type: 'error-text', value: 'what came of it was left out' };
  }
}

function cleanJson(value: unknown, clean: Clean): unknown {
  if (typeof value === 'string') return clean(value);
  if (Array.isArray(value)) return value.map((item) => cleanJson(item, clean));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [clean(key), cleanJson(item, clean)]));
}
