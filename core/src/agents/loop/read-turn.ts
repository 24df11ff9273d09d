import type { LanguageModelV4GenerateResult } from '@ai-sdk/provider';
import type { BoundTool } from '../../extension/engine.ts';
import { parsedJson, valuesIn } from '../../llm/json-in-text.ts';
import type { Style } from './turn-options.ts';

/** A call that a model asks for. */
export interface AskedCall {
  readonly id: string;
  readonly name: string;
  readonly input: unknown;
  /** Why its arguments could not be read. */
  readonly problem?: string;
}

export interface Turn {
  readonly content: LanguageModelV4GenerateResult['content'];
  /** What it says beside its calls. */
  readonly text: string;
  readonly calls: readonly AskedCall[];
  /** The calls stand in its text: it was asked for that form, or it prints calls instead of making them. */
  readonly isPrinted: boolean;
}

/** What a model has written, as calls and words. */
export function readTurn(
  { content }: LanguageModelV4GenerateResult,
  style: Style,
  tools: ReadonlyMap<string, BoundTool>,
): Turn {
  const calls = content.flatMap((part): AskedCall[] => {
    if (part.type !== 'tool-call' || part.providerExecuted === true) return [];
    const { toolCallId: id, toolName: name } = part;
    const input = parsedJson(part.input === '' ? '{}' : part.input);
    return [input === undefined ? { id, name, input: {}, problem: 'its arguments are no JSON' } : { id, name, input }];
  });
  const text = content.map((part) => (part.type === 'text' ? part.text : '')).join('');
  if (calls.length > 0) return { content, text, calls, isPrinted: false };
  const printed = printedCalls(text, tools);
  if (printed.length > 0) return { content, text: '', calls: printed, isPrinted: true };
  return { content, text: style === 'written' ? answerIn(text) : text, calls: [], isPrinted: false };
}

const nameKeys = ['action', 'tool', 'name', 'function', 'tool_name'];
const argumentKeys = ['arguments', 'parameters', 'args', 'input', 'action_input'];

/**
 * Calls that stand in a text as JSON, in a fence, between tags, or bare: of tools that there are; of others only where there
 * is nothing else in the text, so that the model is told.
 */
function printedCalls(text: string, tools: ReadonlyMap<string, BoundTool>): readonly AskedCall[] {
  if (!text.includes('{') || text.length > longestPrinted) return [];
  const called = valuesIn(text).flatMap((value, index) => {
    const call = callIn(value);
    return call === undefined ? [] : [{ ...call, id: `printed-${index + 1}` }];
  });
  const known = called.filter(({ name }) => tools.has(name));
  return known.length > 0 || !isNothingElse(text)
    ? known
    : called.filter(({ name, isCall }) => isCall && name !== 'answer');
}

/** A fence and tags aside. */
function isNothingElse(text: string): boolean {
  const bare = text.replaceAll(/^\s*(?:```\w*|<\/?[\w|]{1,40}>)|(?:```|<\/?[\w|]{1,40}>)\s*$/g, '').trim();
  return parsedJson(bare) !== undefined;
}

/** Characters of a text that is looked through for calls. */
const longestPrinted = 20_000;

/** `isCall`: it names arguments, too. */
function callIn(
  value: unknown,
): { readonly name: string; readonly input: unknown; readonly isCall: boolean } | undefined {
  const fields = fieldsOf(value);
  const nested = fieldsOf(fields['function']);
  const source = typeof nested['name'] === 'string' ? nested : fields;
  const name = nameKeys.map((key) => source[key]).find((each) => typeof each === 'string');
  if (name === undefined) return undefined;
  const written = argumentKeys.map((key) => source[key]).find((each) => each !== undefined);
  const input = typeof written === 'string' ? (parsedJson(written) ?? written) : (written ?? {});
  return { name, input, isCall: written !== undefined };
}

/** `{"action": "answer", "answer": ...}`, also where small models put it among arguments; else the text as it is. */
function answerIn(text: string): string {
  const [value] = valuesIn(text);
  const fields = fieldsOf(value);
  const given = argumentKeys.map((key) => fields[key]).find((each) => each !== undefined);
  const answer = [fields['answer'], fieldsOf(given)['answer'], given].find((each) => typeof each === 'string');
  return typeof answer === 'string' ? answer : text;
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}
