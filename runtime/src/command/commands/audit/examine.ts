import {
  type AuditRecord,
  type ChainHead,
  type ChainProblem,
  type FoundRecord,
  type UnreadableRecord,
  verifyChain,
} from '@hexaops/core';

/** What is wrong with delivered records. */
export interface AuditProblem {
  /**
   * Beside those of a chain: `unreadable`, what stands there is no record; `foreign`, a record stands under another workspace
   * than its own; `added`, the store knows of no such record.
   */
  readonly kind: ChainProblem['kind'] | 'unreadable' | 'foreign' | 'added';
  /** Of the record; null where it is unreadable. */
  readonly workspace: string | null;
  readonly sequence: number | null;
  readonly message: string;
}

export interface Examination {
  /** Without repeats. */
  readonly records: number;
  readonly workspaces: number;
  /** Copies of records that were delivered more than once: nothing is wrong with them. */
  readonly repeats: number;
  /** The first of them. */
  readonly problems: readonly AuditProblem[];
  readonly problemCount: number;
  readonly heads: readonly ChainHead[];
}

export interface ExamineOptions {
  /** Where the chains must at least end; undefined where that is not known, or the records are but a part. */
  readonly expected: readonly ChainHead[] | undefined;
  /** The records begin somewhere in their chains. */
  readonly isPart: boolean;
  /** Records of others are passed over. */
  readonly workspace: string | undefined;
  readonly problemLimit: number;
}

/** Examines records as they come, in the order that an `AuditReader` gives them. Keeps a link a workspace, and no record. */
export async function examine(
  found: AsyncIterable<FoundRecord | UnreadableRecord>,
  { expected, isPart, workspace, problemLimit }: ExamineOptions,
): Promise<Examination> {
  const problems: AuditProblem[] = [];
  let problemCount = 0;
  let repeats = 0;
  const tell = (problem: AuditProblem) => {
    problemCount += 1;
    if (problems.length < problemLimit) problems.push(problem);
  };

  async function* records(): AsyncGenerator<AuditRecord> {
    let before: AuditRecord | undefined;
    for await (const each of found) {
      for (const problem of problemsOf(each)) tell(problem);
      if (!('record' in each)) continue;
      const { record } = each;
      if (workspace !== undefined && record.entry.workspace !== workspace) continue;
      if (isRepeat(record, before)) repeats += 1;
      before = record;
      yield record;
    }
  }

  const chains = await verifyChain(records(), {
    problemLimit,
    mayBeginLater: isPart,
    ...(expected === undefined ? {} : { heads: expected }),
  });
  return {
    records: chains.records,
    workspaces: chains.heads.length,
    repeats,
    problems: [...problems, ...chains.problems].slice(0, problemLimit),
    problemCount: problemCount + chains.problemCount,
    heads: chains.heads,
  };
}

/**
 * What the destination has beyond what the store has ever written, and another end than the store's, where it is not one of
 * those that were expected: of them the chains have told.
 */
export function beyond(
  found: readonly ChainHead[],
  heads: readonly ChainHead[],
  expected: readonly ChainHead[],
): readonly AuditProblem[] {
  const told = new Set(expected.map(({ workspace, sequence }) => `${sequence} ${workspace}`));
  const known = new Map(heads.map((head) => [head.workspace, head]));
  return found.flatMap(({ workspace, sequence, hash }): readonly AuditProblem[] => {
    const head = known.get(workspace);
    if (head === undefined || sequence > head.sequence) {
      const end = head === undefined ? 'no record of this workspace' : `no record after ${head.sequence}`;
      return [
        {
          kind: 'added',
          workspace,
          sequence,
          message: `the store knows of ${end}, and here they go on to ${sequence}`,
        },
      ];
    }
    if (sequence < head.sequence || hash === head.hash || told.has(`${sequence} ${workspace}`)) return [];
    return [{ kind: 'broken', workspace, sequence, message: `record ${sequence} is not the last one of the store` }];
  });
}

function problemsOf(found: FoundRecord | UnreadableRecord): readonly AuditProblem[] {
  if (!('record' in found)) {
    const message = `${found.unreadable} (${found.place})`;
    return [{ kind: 'unreadable', workspace: null, sequence: null, message }];
  }
  const { record, differences } = found;
  return differences.map(({ field, isWorkspace, found: says, written }) => ({
    kind: isWorkspace ? 'foreign' : 'altered',
    workspace: record.entry.workspace,
    sequence: record.sequence,
    message: `${field} of record ${record.sequence} says ${shown(says)}, and ${shown(written)} was written`,
  }));
}

/** Of what may be of any length. */
function shown(text: string): string {
  return JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}…` : text);
}

function isRepeat({ sequence, hash, entry }: AuditRecord, before: AuditRecord | undefined): boolean {
  return before?.sequence === sequence && before.hash === hash && before.entry.workspace === entry.workspace;
}
