import type { ChainedEntry, ChainHead } from '../extension/audit.ts';
import { chainStart, linkHash } from './chain.ts';

/** What does not fit in a workspace's chain. */
export interface ChainProblem {
  readonly workspace: string;
  /** Of the record that shows it. */
  readonly sequence: number;
  /**
   * `altered`: the record is not what was written. `missing`: records before it are not there. `broken`: it does not
   * continue the one before it. `misplaced`: it comes after a later one, with other content. `truncated`: the end of the
   * chain is not there.
   */
  readonly kind: 'altered' | 'missing' | 'broken' | 'misplaced' | 'truncated';
  readonly message: string;
}

export interface ChainReport {
  /** Without repeats. */
  readonly records: number;
  /** The first of them, as many as were asked for. */
  readonly problems: readonly ChainProblem[];
  readonly problemCount: number;
  /** Where the chains end, as far as they were seen. */
  readonly heads: readonly ChainHead[];
}

export interface VerifyChainOptions {
  /**
   * Where the chains are known to have stood, from another place than the records. Without them a cut end goes unseen, and
   * that all was written anew; what was put in after them goes unseen in any case.
   */
  readonly heads?: Iterable<ChainHead>;
  /** True where the oldest records may have been removed on purpose: a chain may then begin anywhere. */
  readonly mayBeginLater?: boolean;
  /** How many problems are kept. All unless told. */
  readonly problemLimit?: number;
}

/**
 * Follows the chains of all workspaces. The records of one workspace come in the order of their sequences; those of several
 * may be mixed, and one that is delivered again may be repeated. Keeps one link a workspace in memory.
 */
export async function verifyChain(
  records: AsyncIterable<ChainedEntry> | Iterable<ChainedEntry>,
  { heads = [], mayBeginLater = false, problemLimit = Infinity }: VerifyChainOptions = {},
): Promise<ChainReport> {
  const known = new Map([...heads].map((head) => [head.workspace, head]));
  const last = new Map<string, ChainedEntry>();
  const problems: ChainProblem[] = [];
  let problemCount = 0;
  const tell = (found: readonly ChainProblem[]) => {
    problemCount += found.length;
    problems.push(...found.slice(0, Math.max(0, problemLimit - problems.length)));
  };
  let count = 0;
  for await (const record of records) {
    const { workspace } = record.entry;
    const before = last.get(workspace);
    const isRepeat = before?.sequence === record.sequence && before.hash === record.hash;
    if (!isRepeat) count += 1;
    tell(problemsOf(record, before, isRepeat, mayBeginLater));
    tell(notTheHead(record, known.get(workspace)));
    if (before === undefined || record.sequence > before.sequence) last.set(workspace, record);
  }
  for (const head of known.values()) tell(truncated(head, last.get(head.workspace)));
  return {
    records: count,
    problems,
    problemCount,
    heads: [...last].map(([workspace, { sequence, hash }]) => ({ workspace, sequence, hash })),
  };
}

function problemsOf(
  record: ChainedEntry,
  before: ChainedEntry | undefined,
  isRepeat: boolean,
  mayBeginLater: boolean,
): readonly ChainProblem[] {
  const { sequence, previous, hash, entry } = record;
  const problems: ChainProblem[] = [];
  const add = (kind: ChainProblem['kind'], message: string) =>
    problems.push({ workspace: entry.workspace, sequence, kind, message });
  if (hashOf(record) !== hash) add('altered', `record ${sequence} is not what was written: its hash does not fit`);
  if (isRepeat) return problems;
  if (before === undefined) {
    if (sequence !== 1 && !mayBeginLater) add('missing', `the records before ${sequence} are not there`);
    if (sequence === 1 && previous !== chainStart) add('broken', 'record 1 names one before it');
    return problems;
  }
  const expected = before.sequence + 1;
  if (sequence < expected) add('misplaced', `record ${sequence} comes after ${before.sequence}, or is there twice`);
  if (sequence > expected) {
    add('missing', `${sequence - expected} records are not there: ${expected} to ${sequence - 1}`);
  }
  if (sequence === expected && previous !== before.hash) {
    add('broken', `record ${sequence} does not continue record ${before.sequence}`);
  }
  return problems;
}

function notTheHead({ sequence, hash }: ChainedEntry, head: ChainHead | undefined): readonly ChainProblem[] {
  if (head?.sequence !== sequence || head.hash === hash) return [];
  const message = `record ${sequence} is not the one that is known to have this number`;
  return [{ workspace: head.workspace, sequence, kind: 'broken', message }];
}

function truncated({ workspace, sequence }: ChainHead, last: ChainedEntry | undefined): readonly ChainProblem[] {
  const seen = last?.sequence ?? 0;
  if (seen >= sequence) return [];
  const message = `the chain ends at ${seen}, and was known to go on to ${sequence}`;
  return [{ workspace, sequence: seen, kind: 'truncated', message }];
}

/** Of what cannot be written canonically there is none that fits. */
function hashOf(record: ChainedEntry): string | undefined {
  try {
    return linkHash(record);
  } catch {
    return undefined;
  }
}
