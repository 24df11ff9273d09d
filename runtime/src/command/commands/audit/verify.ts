import type { AuditSelection } from '@hexaops/core';
import { type ExitCode, exitCode } from '../../exit-code.ts';
import { type Io, print } from '../../io.ts';
import { printable, printableJson } from '../../presentation/printable.ts';
import { type AuditOptions, openAuditPlace } from './access.ts';
import { deliveredHeads } from './delivered-heads.ts';
import { type AuditProblem, beyond, examine } from './examine.ts';

export interface AuditVerifyOptions extends AuditOptions {
  readonly workspace?: string;
  /** Milliseconds since the epoch. */
  readonly from?: number;
  readonly to?: number;
  readonly json?: boolean;
}

export interface AuditVerdict {
  readonly whole: boolean;
  /** Whether the ends of the chains were compared with the store's: else a cut end, or all written anew, goes unseen. */
  readonly compared: boolean;
  readonly records: number;
  readonly workspaces: number;
  readonly repeats: number;
  readonly problems: readonly AuditProblem[];
  readonly problemCount: number;
}

/** Of a table in which everything is wrong the first ones are enough. */
const problemLimit = 1_000;

/** Reads every delivered record back as a stream and follows the chains. Ends with 1 where something is wrong. */
export async function verifyAudit(io: Io, options: AuditVerifyOptions): Promise<ExitCode> {
  const verdict = await verdictOf(io, options);
  if (options.json === true) await print(io, printableJson(verdict));
  else for (const line of linesOf(verdict, options)) await print(io, line);
  return verdict.whole ? exitCode.done : exitCode.failed;
}

async function verdictOf(io: Io, options: AuditVerifyOptions): Promise<AuditVerdict> {
  const { workspace } = options;
  const isPart = isPartial(options);
  await using place = await openAuditPlace(io, options);
  // A part says nothing of the ends. What the store has is asked before, and what it has never written after the records.
  const store = isPart ? undefined : place.store;
  const own = <T extends { readonly workspace: string }>(heads: readonly T[]) =>
    heads.filter((head) => workspace === undefined || head.workspace === workspace);
  const expected = store === undefined ? undefined : own(await deliveredHeads(store.audit));
  const examination = await examine(place.reader.records(selectionOf(options), new AbortController().signal), {
    expected,
    isPart,
    workspace,
    problemLimit,
  });
  const { records, workspaces, repeats } = examination;
  const added = store === undefined ? [] : beyond(examination.heads, await store.audit.heads(), expected ?? []);
  const problemCount = examination.problemCount + added.length;
  return {
    whole: problemCount === 0,
    compared: store !== undefined,
    records,
    workspaces,
    repeats,
    problems: [...examination.problems, ...added].slice(0, problemLimit),
    problemCount,
  };
}

function* linesOf(verdict: AuditVerdict, options: AuditVerifyOptions): Generator<string> {
  const { whole, compared, records, workspaces, repeats, problems, problemCount } = verdict;
  for (const { kind, workspace, message } of problems) {
    yield `${kind.padEnd(10)} ${printable(workspace === null ? message : `${workspace}: ${message}`)}`;
  }
  if (problemCount > problems.length) yield `and ${problemCount - problems.length} more`;
  const copies = repeats === 0 ? '' : `, ${repeats} of them delivered again`;
  yield `${whole ? 'whole' : `${problemCount} problems`}: ${records} records of ${workspaces} workspaces${copies}`;
  if (compared) return;
  yield isPartial(options)
    ? 'of a part the ends are not known: what is missing there was not looked for'
    : 'no store is configured: what is missing at the ends, or was written anew, was not looked for';
}

function isPartial({ from, to }: AuditVerifyOptions): boolean {
  return from !== undefined || to !== undefined;
}

function selectionOf({ workspace, from, to }: AuditVerifyOptions): AuditSelection {
  return {
    ...(workspace === undefined ? {} : { workspace }),
    ...(from === undefined ? {} : { from: new Date(from).toISOString() }),
    ...(to === undefined ? {} : { to: new Date(to).toISOString() }),
  };
}
