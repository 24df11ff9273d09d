import { run } from 'node:test';

/** What became of one test, or of all the tests of one suite. */
export interface TestResult {
  readonly file: string;
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  /** Of a suite: how many tests of it passed. Of a test: one, or none. */
  readonly passed: number;
  /** What the test has said of itself by `t.diagnostic('figure: ...')`. */
  readonly figures: readonly string[];
  readonly failure: Failure | undefined;
}

interface Failure {
  /** An assertion did not hold; else something was raised, or took too long. */
  readonly byAssertion: boolean;
  readonly message: string;
}

export interface RunOptions {
  /** Only tests of these names, and the suites around them. */
  readonly names?: readonly string[];
  /** Arguments of node for the processes of the files. */
  readonly arguments?: readonly string[];
  readonly timeoutMilliseconds?: number;
  /** Files at the same time. */
  readonly concurrency?: number;
}

const conditions = '--conditions=hexaops-source';

/** Runs test files, each in a process of its own, and gives every test and suite of them in the order in which they ended. */
export async function runTests(files: readonly string[], options: RunOptions = {}): Promise<readonly TestResult[]> {
  const stream = run({
    files: [...files],
    concurrency: options.concurrency ?? 2,
    execArgv: [conditions, ...(options.arguments ?? [])],
    ...(options.names === undefined ? {} : { testNamePatterns: options.names.map(exactly) }),
    ...(options.timeoutMilliseconds === undefined ? {} : { timeout: options.timeoutMilliseconds }),
  });
  const results: TestResult[] = [];
  const places: string[] = [];
  const figures = new Map<string, string[]>();
  const unfinished = new Map<string, number[]>();
  for await (const { type, data } of stream as AsyncIterable<TestMessage>) {
    if (type === 'test:diagnostic' && data.message?.startsWith('figure: ') === true) {
      figures.set(placeOf(data), [...(figures.get(placeOf(data)) ?? []), data.message.slice('figure: '.length)]);
    }
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const { file = '', name = '', nesting = 0 } = data;
    const isSkipped = data.skip !== undefined || data.todo !== undefined;
    const counts = unfinished.get(file) ?? [];
    const isSuite = data.details?.type === 'suite';
    const passed = isSuite ? (counts[nesting + 1] ?? 0) : type === 'test:pass' && !isSkipped ? 1 : 0;
    counts[nesting] = (counts[nesting] ?? 0) + passed;
    counts.length = nesting + 1;
    unfinished.set(file, counts);
    places.push(placeOf(data));
    results.push({
      file,
      name,
      outcome: isSkipped ? 'skipped' : type === 'test:pass' ? 'passed' : 'failed',
      passed,
      figures: [],
      failure: type === 'test:fail' ? failureOf(data.details?.error) : undefined,
    });
  }
  // What a test has said of itself comes after its verdict.
  return results.map((result, index) => ({ ...result, figures: figures.get(places[index] ?? '') ?? [] }));
}

/** The part of node's messages that is used; `details` differs by type. */
interface TestMessage {
  readonly type: string;
  readonly data: {
    readonly file?: string;
    readonly line?: number;
    readonly column?: number;
    readonly name?: string;
    readonly nesting?: number;
    readonly message?: string;
    readonly skip?: string | boolean;
    readonly todo?: string | boolean;
    readonly details?: { readonly type?: string; readonly error?: unknown };
  };
}

function placeOf({ file, line, column }: TestMessage['data']): string {
  return `${file}:${line}:${column}`;
}

function exactly(name: string): RegExp {
  return new RegExp(`(^|\\s)${name.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&')}$`);
}

/** The error of the test itself is behind those in which the runner wraps it. */
function failureOf(error: unknown): Failure {
  let message = '';
  for (let each: unknown = error; each instanceof Error; each = each.cause) {
    message = each.message;
    if (each.name === 'AssertionError') return { byAssertion: true, message };
  }
  return { byAssertion: false, message };
}
