import type { LanguageModelV4GenerateResult } from '@ai-sdk/provider';
import type { BoundTool } from '../../extension/engine.ts';
import { plainCopy } from '../../run/plain.ts';
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
    const input = parsed(part.input === '' ? '{}' : part.input);
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

/** Calls that stand in a text as JSON, in a fence, between tags, or bare: only of tools that there are. */
function printedCalls(text: string, tools: ReadonlyMap<string, BoundTool>): readonly AskedCall[] {
  if (!text.includes('{') || text.length > longestPrinted) return [];
  return valuesIn(text).flatMap((value, index) => {
    const called = callIn(value);
    return called === undefined || !tools.has(called.name) ? [] : [{ ...called, id: `printed-${index + 1}` }];
  });
}

/** Characters of a text that is looked through for calls. */
const longestPrinted = 20_000;

function callIn(value: unknown): { readonly name: string; readonly input: unknown } | undefined {
  const fields = fieldsOf(value);
  const nested = fieldsOf(fields['function']);
  const source = typeof nested['name'] === 'string' ? nested : fields;
  const name = nameKeys.map((key) => source[key]).find((each) => typeof each === 'string');
  if (name === undefined) return undefined;
  const written = argumentKeys.map((key) => source[key]).find((each) => each !== undefined);
  return { name, input: typeof written === 'string' ? (parsed(written) ?? written) : (written ?? {}) };
}

/** `{"action": "answer", "answer": ...}`, else the text as it is. */
function answerIn(text: string): string {
  const [value] = valuesIn(text);
  const { answer } = fieldsOf(value);
  return typeof answer === 'string' ? answer : text;
}

/** Every object of JSON in a text: the text itself, the items of a list, or each that is complete. */
function valuesIn(text: string): readonly unknown[] {
  const whole = parsed(text.trim());
  if (Array.isArray(whole)) return whole;
  if (whole !== undefined) return [whole];
  const found: unknown[] = [];
  for (let start = text.indexOf('{'); start !== -1 && found.length < 16; start = text.indexOf('{', start + 1)) {
    const end = endOfObject(text, start);
    const value = end === undefined ? undefined : parsed(text.slice(start, end));
    if (end === undefined || value === undefined) continue;
    found.push(value);
    start = end - 1;
  }
  return found;
}

/** Where the object ends that begins at `start`; braces within strings do not count. */
function endOfObject(text: string, start: number): number | undefined {
  let depth = 0;
  let inString = false;
  for (let at = start; at < text.length; at++) {
    const letter = text[at];
    if (inString) {
      if (letter === '\\') at += 1;
      else if (letter === '"') inString = false;
    } else if (letter === '"') inString = true;
    else if (letter === '{') depth += 1;
    else if (letter === '}' && --depth === 0) return at + 1;
  }
  return undefined;
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? plainCopy(value) : undefined;
  } catch {
    return undefined;
  }
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}
