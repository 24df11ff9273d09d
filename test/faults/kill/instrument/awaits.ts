import { parse, type AnyNode } from 'acorn';

/** A place in the source at which a process can be killed: before what is awaited is evaluated, or after it has settled. */
interface AwaitSite {
  /** `core/src/run/journal.ts:75:5 before`: the await's file, line and column. */
  readonly name: string;
}

export interface Instrumented {
  readonly code: string;
  readonly sites: readonly AwaitSite[];
}

/** The global functions that instrumented code calls. */
export const hitName = '__hexaopsAwait';
export const settledName = '__hexaopsSettled';
export const eachName = '__hexaopsEach';

/**
 * JavaScript in which every `await` tells a global function when it is reached and when it has settled: `await`, `for await`
 * and, in an async generator, `yield*`, at each of their turns; `await using` when it is reached alone. What the code does
 * is the same otherwise; lines stay where they are.
 */
export function instrumentAwaits(source: string, file: string): Instrumented {
  const insertions: Insertion[] = [];
  const sites: AwaitSite[] = [];
  const at = (node: AnyNode) => {
    const { line, column } = node.loc?.start ?? { line: 0, column: 0 };
    return `${file}:${line}:${column + 1}`;
  };
  const site = (node: AnyNode, when: 'before' | 'after') => {
    const name = `${at(node)} ${when}`;
    sites.push({ name });
    return JSON.stringify(name);
  };
  const wrap = ({ start, end }: AnyNode, before: string, after: string) => {
    insertions.push({ offset: start, text: before, depth: end - start, opens: true });
    insertions.push({ offset: end, text: after, depth: end - start, opens: false });
  };
  const wrapEach = (node: AnyNode, iterable: AnyNode) => {
    const [before, after] = [site(node, 'before'), site(node, 'after')];
    wrap(iterable, `${eachName}(${before}, ${after}, (`, '))');
  };

  const tree = parse(source, { ecmaVersion: 'latest', sourceType: 'module', locations: true });
  walk(tree, false, (node, inAsync) => {
    if (node.type === 'AwaitExpression') {
      wrap(node, `${settledName}(${site(node, 'after')}, `, ')');
      wrap(node.argument, `(${hitName}(${site(node, 'before')}), (`, '))');
    } else if (node.type === 'ForOfStatement' && node.await) {
      wrapEach(node, node.right);
    } else if (node.type === 'YieldExpression' && node.delegate && inAsync && node.argument) {
      wrapEach(node, node.argument);
    } else if (node.type === 'VariableDeclaration' && node.kind === 'await using') {
      for (const { init } of node.declarations) {
        if (init) wrap(init, `(${hitName}(${site(node, 'before')}), (`, '))');
      }
    }
  });
  return { code: inserted(source, insertions), sites };
}

interface Insertion {
  readonly offset: number;
  readonly text: string;
  /** Length of what is wrapped: of several at one place, the longest is outside. */
  readonly depth: number;
  readonly opens: boolean;
}

function inserted(source: string, insertions: readonly Insertion[]): string {
  const ordered = insertions.toSorted((left, right) => {
    if (left.offset !== right.offset) return left.offset - right.offset;
    if (left.opens !== right.opens) return left.opens ? 1 : -1;
    return left.opens ? right.depth - left.depth : left.depth - right.depth;
  });
  let [code, last] = ['', 0];
  for (const { offset, text } of ordered) {
    code += source.slice(last, offset) + text;
    last = offset;
  }
  return code + source.slice(last);
}

/** Every node, with whether the function around it is async. */
function walk(node: AnyNode, inAsync: boolean, visit: (node: AnyNode, inAsync: boolean) => void): void {
  visit(node, inAsync);
  const within = 'async' in node ? node.async : inAsync;
  for (const value of Object.values(node) as readonly unknown[]) {
    for (const child of Array.isArray(value) ? (value as readonly unknown[]) : [value]) {
      if (isNode(child)) walk(child, within, visit);
    }
  }
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}
