import { isNumeric } from './compare.ts';
import { type Evaluate, spend } from './frame.ts';
import { Duration, Failure, isAbsent, Timestamp, typeName } from './values.ts';

const smallest = -(2n ** 63n);
const largest = 2n ** 63n - 1n;

/** Integers of CEL have 64 bits. */
export function integer(value: bigint): bigint | Failure {
  return value < smallest || value > largest ? new Failure('the result has more than 64 bits') : value;
}

/**
 * `+ - * / %`. Numbers of JSON are doubles; beside one, an integer of the expression becomes a double too. Only two
 * integers divide to an integer.
 */
export function arithmetic(operator: string, left: Evaluate, right: Evaluate): Evaluate {
  return (frame) => {
    spend(frame, 1);
    const a = left(frame);
    const b = right(frame);
    if (isAbsent(a)) return a;
    if (isAbsent(b)) return b;
    const result = calculate(operator, a, b);
    // A text or a list grows with every `+`: it is paid by its length.
    if (typeof result === 'string') spend(frame, result.length >> 4);
    else if (Array.isArray(result)) spend(frame, result.length);
    return result;
  };
}

export function negate(value: unknown): unknown {
  if (typeof value === 'bigint') return integer(-value);
  return typeof value === 'number' ? -value : new Failure(`${typeName(value)} cannot be negated`);
}

function calculate(operator: string, a: unknown, b: unknown): unknown {
  if (typeof a === 'bigint' && typeof b === 'bigint') return integers(operator, a, b);
  if (isNumeric(a) && isNumeric(b)) return doubles(operator, Number(a), Number(b));
  if (operator === '+') {
    if (typeof a === 'string' && typeof b === 'string') return a + b;
    if (Array.isArray(a) && Array.isArray(b)) return a.concat(b);
    if (a instanceof Timestamp && b instanceof Duration) return new Timestamp(a.nanoseconds + b.nanoseconds);
    if (a instanceof Duration && b instanceof Timestamp) return new Timestamp(a.nanoseconds + b.nanoseconds);
    if (a instanceof Duration && b instanceof Duration) return new Duration(a.nanoseconds + b.nanoseconds);
  }
  if (operator === '-') {
    if (a instanceof Timestamp && b instanceof Timestamp) return new Duration(a.nanoseconds - b.nanoseconds);
    if (a instanceof Timestamp && b instanceof Duration) return new Timestamp(a.nanoseconds - b.nanoseconds);
    if (a instanceof Duration && b instanceof Duration) return new Duration(a.nanoseconds - b.nanoseconds);
  }
  return new Failure(`${typeName(a)} ${operator} ${typeName(b)} has no meaning`);
}

function integers(operator: string, a: bigint, b: bigint): bigint | Failure {
  switch (operator) {
    case '+':
      return integer(a + b);
    case '-':
      return integer(a - b);
    case '*':
      return integer(a * b);
    case '/':
      return b === 0n ? new Failure('division by zero') : integer(a / b);
    default:
      return b === 0n ? new Failure('division by zero') : integer(a % b);
  }
}

function doubles(operator: string, a: number, b: number): number | Failure {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    default:
      return Number.isInteger(a) && Number.isInteger(b) && b !== 0
        ? a % b
        : new Failure('% takes whole numbers, not by zero');
  }
}
