import { HexaopsError } from '@hexaops/core';
import { scopeExpression, type WorkspaceMatcher } from '@hexaops/worker-prometheus/promql';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { type Io, print } from '../io.ts';
import { printable } from '../presentation/printable.ts';
import { linesOf } from './lines.ts';

export interface PromqlScopeOptions {
  /** `workspace_id="shop"`. */
  readonly matcher: string;
  /** The whole input is one expression, over as many lines as it has. */
  readonly whole?: boolean;
}

/** Longer than any expression that is taken: what is cut off does not make one readable. */
const keptBytes = 64 * 1024;

/**
 * Reads an expression a line from standard input and prints it bound to one workspace, in the same order: as the worker would
 * send it. One that is refused is printed as a comment that says why, and the command ends with 1.
 */
export async function scopePromql(io: Io, { matcher: text, whole = false }: PromqlScopeOptions): Promise<ExitCode> {
  const matcher = matcherOf(text);
  let refused = 0;
  for await (const expression of whole ? wholeOf(io.stdin) : linesOf(io.stdin, keptBytes)) {
    const { scoped, why } = scope(Buffer.from(expression).toString('utf8'), matcher);
    if (scoped === undefined) refused += 1;
    await print(io, scoped ?? `# refused: ${printable(why ?? '')}`);
  }
  return refused > 0 ? exitCode.failed : exitCode.done;
}

async function* wholeOf(input: AsyncIterable<unknown>): AsyncIterable<Uint8Array> {
  const lines: Uint8Array[] = [];
  for await (const line of linesOf(input, keptBytes)) lines.push(line, Buffer.from('\n'));
  if (lines.length > 0) yield Buffer.concat(lines).subarray(0, -1);
}

function scope(expression: string, matcher: WorkspaceMatcher): { readonly scoped?: string; readonly why?: string } {
  try {
    return { scoped: scopeExpression(expression, matcher) };
  } catch (error) {
    if (!HexaopsError.is(error, 'arguments-invalid')) throw error;
    return { why: error.message };
  }
}

function matcherOf(text: string): WorkspaceMatcher {
  const [, label, quoted, bare] =
    /^\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*=\s*(?:"([^"\\]+)"|([^"'`\\{},=~!\s]+))\s*$/.exec(text) ?? [];
  const value = quoted ?? bare;
  if (label !== undefined && label !== '__name__' && value !== undefined) return { label, value };
  throw new HexaopsError('input-invalid', `"${text.slice(0, 80)}" is no matcher of a workspace`, {
    nextStep: 'give the label and its value: --matcher \'workspace_id="shop"\'',
  });
}
