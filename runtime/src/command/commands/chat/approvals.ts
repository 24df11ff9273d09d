import { type Approval, requireWhole, visible } from '@hexaops/core';
import { type ChatAccess, requestChat, tellChat } from '../../client/request.ts';
import { type ExitCode, exitCode } from '../../exit-code.ts';
import { type Io, print } from '../../io.ts';
import { approvalLines } from '../../presentation/approval.ts';
import { printableJson } from '../../presentation/printable.ts';
import { screenOf } from '../../presentation/screen.ts';
import { type AccessOptions, chatAccess } from './access.ts';
import { decide, type Decided } from './decide.ts';
import { Interruption } from './interruption.ts';
import type { PromptOptions } from './prompt.ts';

export interface ApprovalsOptions extends AccessOptions {
  readonly json?: boolean;
}

interface Waiting {
  readonly run_id: string;
  readonly requested_by: string;
  /** The person who looks has asked for it. */
  readonly own: boolean;
  readonly approval: Approval;
}

/**
 * Shows each change that waits for a decision in the workspace. On a terminal those of colleagues are decided one after the
 * other: nothing is approved but by `y` or `yes`, and by the hash of what was shown. One's own go on where they are followed.
 * Ends with 3 while something waits.
 */
export async function approvals(io: Io, options: ApprovalsOptions): Promise<ExitCode> {
  const access = chatAccess(io, options);
  const waiting = await waitingIn(access);
  if (options.json === true) {
    await print(io, printableJson({ approvals: waiting }, 2));
    return waiting.length === 0 ? exitCode.done : exitCode.waiting;
  }
  if (waiting.length === 0) await print(io, 'Nothing waits for a decision.');
  using interruption = new Interruption(io, () => false);
  const prompting = { interrupt: interruption.take, signal: interruption.leaving };
  let undecided = 0;
  for (const [index, each] of waiting.entries()) {
    await print(io, `${index === 0 ? '' : '\n'}${linesOf(io, each).join('\n')}`);
    if (!(await settle(io, access, each, prompting))) undecided += 1;
    if (interruption.leaving.aborted) return exitCode.left;
  }
  return undecided === 0 ? exitCode.done : exitCode.waiting;
}

async function waitingIn(access: ChatAccess): Promise<readonly Waiting[]> {
  const url = new URL(access.url);
  url.searchParams.set('approvals', '');
  const response = await requestChat({ ...access, url }, 'application/json');
  const { approvals: waiting } = (await response.json()) as { readonly approvals: readonly Waiting[] };
  for (const { approval } of waiting) requireWhole(approval);
  return waiting;
}

function linesOf(io: Io, { run_id, requested_by, own, approval }: Waiting): readonly string[] {
  const who = own ? `You ask for it; go on with it: hexaops follow ${run_id}` : `${requested_by} asks for it.`;
  return [...approvalLines(approval, screenOf(io)), visible(who)];
}

/** Gives whether it was decided. */
async function settle(io: Io, access: ChatAccess, waiting: Waiting, prompting: PromptOptions): Promise<boolean> {
  if (waiting.own || !io.attended) return false;
  const decision = await decide(io, waiting.approval, new Map(), prompting);
  if (decision === undefined) return false;
  await tellChat({ ...access, body: { approval: decision, stream: false } });
  await print(io, wordsFor(decision, waiting));
  return true;
}

function wordsFor({ decision }: Decided, { requested_by }: Waiting): string {
  return decision === 'reject'
    ? 'Rejected.'
    : `Approved: it is made when ${visible(requested_by)} goes on with the run.`;
}
