import { Duration, Failure, isObject, Timestamp, typeName } from './values.ts';

type Numeric = number | bigint;

export function isNumeric(value: unknown): value is Numeric {
  return typeof value === 'number' || typeof value === 'bigint';
}

/** Called with a measure of the work before it is done; throws when there is no budget left for it. */
export type Pay = (steps: number) => void;

const free: Pay = () => undefined;

/** Equality of CEL: numbers by their value whatever their type, lists and maps by their content, other types differ. */
export function equal(left: unknown, right: unknown, pay: Pay = free): boolean {
  if (isNumeric(left) && isNumeric(right)) {
    // Of a number and a bigint, `===` is never true; `==` compares their exact values.
    return typeof left === typeof right ? left === right : left == right;
  }
  if (left instanceof Timestamp) return right instanceof Timestamp && left.nanoseconds === right.nanoseconds;
  if (left instanceof Duration) return right instanceof Duration && left.nanoseconds === right.nanoseconds;
  if (Array.isArray(left)) {
    if (!Array.isArray(right) || left.length !== right.length) return false;
    pay(left.length);
    return left.every((item, index) => equal(item, right[index], pay));
  }
  if (isObject(left)) {
    if (!isObject(right)) return false;
    const keys = Object.keys(left);
    pay(keys.length);
    return (
      keys.length === Object.keys(right).length &&
      keys.every((key) => Object.hasOwn(right, key) && equal(left[key], right[key], pay))
    );
  }
  if (typeof left === 'string' && typeof right === 'string' && left.length === right.length) pay(left.length >> 6);
  return left === right;
}

/** Negative, zero or positive as `left` is less, equal or greater; a failure for values that have no order. */
export function order(left: unknown, right: unknown, pay: Pay = free): number | Failure {
  if (isNumeric(left) && isNumeric(right)) return sign(left, right);
  if (typeof left === 'string' && typeof right === 'string') {
    pay(Math.min(left.length, right.length) >> 4);
    return orderTexts(left, right);
  }
  if (typeof left === 'boolean' && typeof right === 'boolean') return Number(left) - Number(right);
  if (left instanceof Timestamp && right instanceof Timestamp) return sign(left.nanoseconds, right.nanoseconds);
  if (left instanceof Duration && right instanceof Duration) return sign(left.nanoseconds, right.nanoseconds);
  return new Failure(`${typeName(left)} and ${typeName(right)} have no order`);
}

function sign(left: Numeric, right: Numeric): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** By code points: a surrogate stands for a code point above all those of one unit. */
function orderTexts(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const a = left.charCodeAt(index);
    const b = right.charCodeAt(index);
    if (a !== b) return isSurrogate(a) === isSurrogate(b) ? a - b : isSurrogate(a) ? 1 : -1;
  }
  return left.length - right.length;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}
