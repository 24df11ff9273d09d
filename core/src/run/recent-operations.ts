import { createHash } from 'node:crypto';
import type { RecentOperations } from '../guard/guard.ts';
import type { RunContext } from './run-context.ts';

/** Milliseconds. Counts are kept by windows of this length; those that reach into the last hour are summed. */
const windowLength = 1_800_000;
const windowsOfAnHour = 3;
const withoutLimit = Number.MAX_SAFE_INTEGER;

/** How many operations were intended in the last hour: never less than there were, and up to half an hour's more. */
export function recentOperations(context: RunContext, target: string): Promise<RecentOperations> {
  return count(context, target, 0);
}

export interface CountedOperation {
  /** Without the one that was counted. */
  readonly recent: RecentOperations;
  /** Takes it back: it was not intended after all. */
  release(): Promise<void>;
}

/**
 * Counts one operation before it is judged for the last time: of several that are judged at once each sees the others, so
 * together they never pass a limit. Where the store does not answer nothing is done.
 */
export async function countOperation(context: RunContext, target: string): Promise<CountedOperation> {
  const now = context.parts.now();
  const recent = await count(context, target, 1, now);
  return {
    recent: withoutOne(recent),
    release: async () => {
      const { store } = context.parts;
      const label = windowLabel(now, 0);
      await Promise.all(
        scopesOf(context, target).map((scope) => store.budgets.spend(scope, label, -1, withoutLimit)),
      ).catch(() => undefined);
    },
  };
}

/** Without an operation that was counted before it was interrupted. */
export function withoutOne(recent: RecentOperations): RecentOperations {
  const { operationsByCaller, operationsInWorkspace, operationsOnTarget } = recent;
  return {
    operationsByCaller: Math.max(0, operationsByCaller - 1),
    operationsInWorkspace: Math.max(0, operationsInWorkspace - 1),
    operationsOnTarget: Math.max(0, operationsOnTarget - 1),
  };
}

async function count(
  context: RunContext,
  target: string,
  amount: 0 | 1,
  now: number = context.parts.now(),
): Promise<RecentOperations> {
  const { budgets } = context.parts.store;
  const sums = scopesOf(context, target).map(async (scope) => {
    const windows = Array.from({ length: windowsOfAnHour }, (_, back) =>
      budgets.spend(scope, windowLabel(now, back), back === 0 ? amount : 0, withoutLimit),
    );
    return (await Promise.all(windows)).reduce((sum, { spent }) => sum + spent, 0);
  });
  const [operationsByCaller = 0, operationsInWorkspace = 0, operationsOnTarget = 0] = await Promise.all(sums);
  return { operationsByCaller, operationsInWorkspace, operationsOnTarget };
}

/** One after the other: by the caller, in the workspace, on the target. Digests: they name nobody, and no name makes another. */
function scopesOf({ caller: { subject, workspace } }: RunContext, target: string): readonly string[] {
  return [
    ['caller', workspace, subject],
    ['workspace', workspace],
    ['target', workspace, target],
  ].map((parts) => `operations:${createHash('sha256').update(JSON.stringify(parts), 'utf8').digest('hex')}`);
}

function windowLabel(now: number, back: number): string {
  return new Date((Math.floor(now / windowLength) - back) * windowLength).toISOString();
}
