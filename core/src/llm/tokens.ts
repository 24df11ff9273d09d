import type { LanguageModelV4CallOptions, LanguageModelV4Message } from '@ai-sdk/provider';
import { jsonBytes } from '../run/bytes.ts';

/** Bytes of UTF-8 that are counted as one token. Real tokenizers take more of prose; of logs, ids and other scripts not much. */
const bytesOfToken = 3;

/** Tokens of a text, rather too many than too few: no tokenizer of any provider is at hand. */
export function estimateTokens(text: string): number {
  return Math.ceil(Buffer.byteLength(text, 'utf8') / bytesOfToken);
}

/** Bytes for what stands around a message, a part of it, or a tool. */
const frame = 24;

/** Tokens of all that is sent in a call: what is said, calls and their results, the tools, and the form of the output. */
export function estimateCall({ prompt, tools = [], responseFormat }: LanguageModelV4CallOptions): number {
  let bytes = 0;
  for (const { role, content } of prompt) {
    bytes += frame;
    if (role === 'system') bytes += Buffer.byteLength(content, 'utf8');
    else for (const part of content) bytes += frame + bytesOfPart(part);
  }
  for (const tool of tools) bytes += frame + bytesOfTool(tool);
  if (responseFormat?.type === 'json') bytes += jsonBytes(responseFormat.schema);
  return Math.ceil(bytes / bytesOfToken);
}

type Part = Exclude<LanguageModelV4Message['content'], string>[number];

function bytesOfPart(part: Part): number {
  if (part.type === 'text') return Buffer.byteLength(part.text, 'utf8');
  if (part.type === 'tool-result' && part.output.type === 'text') return Buffer.byteLength(part.output.value, 'utf8');
  return jsonBytes(part);
}

/** By their schemas: a tool is sent with every call, and stays what it is. */
const schemas = new WeakMap<object, number>();

function bytesOfTool(tool: NonNullable<LanguageModelV4CallOptions['tools']>[number]): number {
  if (tool.type !== 'function') return jsonBytes(tool);
  const { inputSchema: schema, name, description = '' } = tool;
  let bytes = schemas.get(schema);
  if (bytes === undefined) schemas.set(schema, (bytes = jsonBytes(schema)));
  return bytes + Buffer.byteLength(name, 'utf8') + Buffer.byteLength(description, 'utf8');
}

/** As many of the text's first lines as fit, or of its first characters; with what was left out. */
export function fitTokens(text: string, tokens: number): string {
  if (estimateTokens(text) <= tokens) return text;
  const bytes = Math.max(0, tokens - 8) * bytesOfToken;
  const cut = Buffer.from(text, 'utf8')
    .subarray(0, bytes)
    .toString('utf8')
    .replace(/\u{fffd}$/u, '');
  const lastLine = cut.lastIndexOf('\n');
  return `${lastLine > bytes / 2 ? cut.slice(0, lastLine) : cut}\n(the rest was left out)`;
}
