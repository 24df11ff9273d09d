import { and, asOutcome, type Outcome, or } from '../condition/verdict.ts';
import { type Evaluate, type Frame, type Scope, spend } from './frame.ts';
import { ExpressionError, type Node } from './parse.ts';
import { Failure, isAbsent, isObject, typeName, type Unknown } from './values.ts';

export const comprehensionNames: readonly string[] = ['all', 'exists', 'exists_one', 'map', 'filter'];

/** Comprehensions inside comprehensions: each level multiplies the work. */
const maximumDepth = 2;

/** `list.all(item, condition)` and its like, over the elements of a list or the keys of a map. */
export function compileComprehension(
  node: Node,
  name: string,
  receiver: Node,
  args: readonly Node[],
  scope: Scope,
  compileNode: (node: Node, scope: Scope) => Evaluate,
): Evaluate {
  const [declared, ...parts] = args;
  if (declared?.op !== 'id' || parts.length === 0 || (parts.length > 1 && name !== 'map')) {
    throw new ExpressionError(`${name}() takes a name and an expression`, node.start, `write list.${name}(item, ...)`);
  }
  if (scope.length >= maximumDepth) {
    throw new ExpressionError(
      `${name}() is nested more than ${maximumDepth} deep`,
      node.start,
      'derive a fact in code instead; the cost would grow with the power of the nesting',
    );
  }
  const range = compileNode(receiver, scope);
  const inner = [...scope, declared.args];
  const slot = scope.length;
  const [first, second] = parts.map((part) => compileNode(part, inner));
  if (first === undefined) throw new TypeError('a comprehension has a body');
  const run = runner(name, first, second);
  return (frame) => {
    const elements = elementsOf(range(frame));
    if (isAbsent(elements)) return elements;
    return run(frame, function* each() {
      for (const element of elements) {
        spend(frame, 2);
        frame.variables[slot] = element;
        yield element;
      }
    });
  };
}

type Run = (frame: Frame, each: () => Iterable<unknown>) => unknown;

function runner(name: string, first: Evaluate, second: Evaluate | undefined): Run {
  switch (name) {
    case 'all':
      return (frame, each) => fold(each, () => asOutcome(first(frame)), true);
    case 'exists':
      return (frame, each) => fold(each, () => asOutcome(first(frame)), false);
    case 'exists_one':
      return (frame, each) => one(each, () => asOutcome(first(frame)));
    case 'filter':
      return (frame, each) =>
        collect(
          each,
          () => asOutcome(first(frame)),
          (element) => element,
        );
    default:
      return second === undefined
        ? (frame, each) =>
            collect(
              each,
              () => true,
              () => first(frame),
            )
        : (frame, each) =>
            collect(
              each,
              () => asOutcome(first(frame)),
              () => second(frame),
            );
  }
}

function fold(each: () => Iterable<unknown>, test: () => Outcome, neutral: boolean): Outcome {
  const combine = neutral ? and : or;
  let result: Outcome = neutral;
  for (const _ of each()) {
    result = combine(result, test());
    if (result === !neutral) return result;
  }
  return result;
}

function one(each: () => Iterable<unknown>, test: () => Outcome): Outcome {
  let found = 0;
  for (const _ of each()) {
    const outcome = test();
    if (typeof outcome !== 'boolean') return outcome;
    if (outcome) found++;
  }
  return found === 1;
}

function collect(each: () => Iterable<unknown>, test: () => Outcome, value: (element: unknown) => unknown): unknown {
  const collected: unknown[] = [];
  for (const element of each()) {
    const outcome = test();
    if (typeof outcome !== 'boolean') return outcome;
    if (!outcome) continue;
    const item = value(element);
    if (isAbsent(item)) return item;
    collected.push(item);
  }
  return collected;
}

function elementsOf(range: unknown): readonly unknown[] | Unknown | Failure {
  if (isAbsent(range)) return range;
  if (Array.isArray(range)) return range;
  return isObject(range) ? Object.keys(range) : new Failure(`${typeName(range)} has no elements`);
}
