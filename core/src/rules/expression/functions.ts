import { messageOf } from '../../errors.ts';
import { compilePatternTest, type TextTest } from '../condition/pattern.ts';
import { integer } from './arithmetic.ts';
import { comprehensionNames } from './comprehension.ts';
import { type Evaluate, type Frame, spend } from './frame.ts';
import { ExpressionError, type Node } from './parse.ts';
import { parseCelDuration, parseTimestamp, timestampField, timestampFields } from './time.ts';
import { Failure, isAbsent, isObject, Timestamp, typeName } from './values.ts';

/** Gets values that are neither unknown nor failed. */
type CelFunction = (values: readonly unknown[], frame: Frame) => unknown;

/** Functions by name; methods with a dot before it, the receiver being the first value. */
export const functions: ReadonlyMap<string, CelFunction> = new Map<string, CelFunction>([
  ['size', ([value], frame) => size(value, frame)],
  ['.size', ([value], frame) => size(value, frame)],
  ['dyn', ([value]) => value],
  ['string', ([value]) => toText(value)],
  ['int', ([value]) => toInteger(value)],
  ['double', ([value]) => toDouble(value)],
  ['bool', ([value]) => toBoolean(value)],
  ['timestamp', ([value]) => parseTimestamp(value)],
  ['duration', ([value]) => parseCelDuration(value)],
  ['.contains', texts((text, part) => text.includes(part))],
  ['.startsWith', texts((text, part) => text.startsWith(part))],
  ['.endsWith', texts((text, part) => text.endsWith(part))],
  ['.indexOf', texts((text, part) => BigInt(text.indexOf(part)))],
  ['.lowerAscii', texts((text) => text.replace(/[A-Z]+/g, (part) => part.toLowerCase()))],
  ['.upperAscii', texts((text) => text.replace(/[a-z]+/g, (part) => part.toUpperCase()))],
  ['.trim', texts((text) => text.trim())],
  [
    '.split',
    texts((text, separator, frame) => {
      const parts = text.split(separator);
      spend(frame, parts.length);
      return parts;
    }),
  ],
  ['.join', ([list, separator], frame) => join(list, separator, frame)],
  ...timestampFields.map((name): [string, CelFunction] => [
    `.${name}`,
    ([value, zone]) => timestampField(name, value, zone),
  ]),
]);

export const functionNames: readonly string[] = [
  ...new Set(['has', 'matches', ...comprehensionNames, ...[...functions.keys()].map((name) => name.replace('.', ''))]),
];

/** `text.matches("...")`: the pattern is a literal, compiled when the rules load, and runs in RE2 only. */
export function compileMatches(node: Node, receiver: Evaluate, argument: Node | undefined): Evaluate {
  if (argument?.op !== 'value' || typeof argument.args !== 'string') {
    throw new ExpressionError(
      'matches() takes a pattern in quotes',
      node.start,
      'write the pattern itself: field.matches("^web-")',
    );
  }
  const pattern = patternAt(argument.args, argument.start);
  return (frame) => {
    const text = receiver(frame);
    if (isAbsent(text)) return text;
    if (typeof text !== 'string') return new Failure(`${typeName(text)} cannot be matched`);
    spend(frame, 1 + (text.length >> 4));
    return pattern.test(text);
  };
}

export function patternAt(pattern: string, offset: number): TextTest {
  try {
    return compilePatternTest(pattern);
  } catch (error) {
    throw new ExpressionError(messageOf(error), offset, 'write RE2: no look-around and no back-references');
  }
}

function texts(apply: (text: string, other: string, frame: Frame) => unknown): CelFunction {
  return ([text, other = ''], frame) => {
    if (typeof text !== 'string') return new Failure(`${typeName(text)} is no text`);
    if (typeof other !== 'string') return new Failure(`${typeName(other)} is no text`);
    spend(frame, (text.length + other.length) >> 6);
    return apply(text, other, frame);
  };
}

function size(value: unknown, frame: Frame): unknown {
  spend(frame, (typeof value === 'string' ? value.length : isObject(value) ? Object.keys(value).length : 0) >> 4);
  if (typeof value === 'string') return BigInt(countCodePoints(value));
  if (Array.isArray(value)) return BigInt(value.length);
  return isObject(value) ? BigInt(Object.keys(value).length) : new Failure(`${typeName(value)} has no size`);
}

/** CEL counts code points: a pair of surrogates is one. */
function countCodePoints(text: string): number {
  return text.length - (text.match(/[\ud800-\udbff][\udc00-\udfff]/g)?.length ?? 0);
}

function toText(value: unknown): unknown {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  return new Failure(`${typeName(value)} cannot become a text`);
}

function toInteger(value: unknown): unknown {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') {
    return Number.isFinite(value) ? integer(BigInt(Math.trunc(value))) : new Failure('not a finite number');
  }
  if (typeof value === 'string' && /^[+-]?[0-9]{1,19}$/.test(value)) return integer(BigInt(value.replace('+', '')));
  if (value instanceof Timestamp) return value.nanoseconds / 1_000_000_000n;
  return new Failure(`${typeName(value)} cannot become a whole number`);
}

function toDouble(value: unknown): unknown {
  if (typeof value === 'number' || typeof value === 'bigint') return Number(value);
  if (typeof value === 'string' && /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/.test(value))
    return Number(value);
  return new Failure(`${typeName(value)} cannot become a number`);
}

function toBoolean(value: unknown): unknown {
  if (typeof value === 'boolean') return value;
  if (['1', 't', 'true', 'TRUE', 'True'].includes(value as string)) return true;
  if (['0', 'f', 'false', 'FALSE', 'False'].includes(value as string)) return false;
  return new Failure(`${typeName(value)} cannot become true or false`);
}

function join(list: unknown, separator: unknown = '', frame: Frame): unknown {
  if (!Array.isArray(list) || typeof separator !== 'string') return new Failure('join() takes a list of texts');
  spend(frame, list.length * (1 + (separator.length >> 6)));
  if (!list.every((item) => typeof item === 'string')) return new Failure('join() takes a list of texts');
  const text = list.join(separator);
  spend(frame, text.length >> 4);
  return text;
}
