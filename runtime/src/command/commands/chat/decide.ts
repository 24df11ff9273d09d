import { type Approval, type Evidence, requireWhole, type RunEvent } from '@hexaops/core';
import type { Body } from '../../client/request.ts';
import { type Io, print } from '../../io.ts';
import { whyLines } from '../../presentation/approval.ts';
import { screenOf } from '../../presentation/screen.ts';
import { type PromptOptions, wordsOf } from './prompt.ts';

/**
 * What the person says to a run that waits; undefined where nobody says anything, or somebody else has to. Nothing is approved
 * but by `y` or `yes`.
 */
export async function answerTo(
  io: Io,
  event: RunEvent,
  evidence: ReadonlyMap<string, Evidence>,
  options: PromptOptions,
): Promise<Body | undefined> {
  if (event.type === 'approval-required') {
    requireWhole(event.approval);
    if (event.approval.fourEyes) return undefined;
    const decision = await decide(io, event.approval, evidence, options);
    return decision && { approval: decision, stream: true };
  }
  if (event.type !== 'input-required') return undefined;
  const words = await wordsOf(io, '> ', options);
  if (words === undefined) return undefined;
  const chosen = /^\d+$/.test(words) ? event.choices[Number(words) - 1] : undefined;
  return { run_id: event.run, input: chosen?.value ?? words, stream: true };
}

/** What is sent of a decision: by the hash of what was shown. */
export interface Decided extends Body {
  readonly id: string;
  readonly decision: 'approve' | 'reject';
  readonly hash: string;
}

/** What the person decides of a change that they have been shown; undefined where they say nothing. */
export async function decide(
  io: Io,
  approval: Approval,
  evidence: ReadonlyMap<string, Evidence>,
  options: PromptOptions,
): Promise<Decided | undefined> {
  requireWhole(approval);
  const { id, hash } = approval;
  for (;;) {
    const words = await wordsOf(io, 'Approve this change? [yes/No/why] ', options);
    if (words === undefined) return undefined;
    const [, word = '', reason = ''] = /^(\S*)\s*(.*)$/.exec(words) ?? [];
    switch (reason === '' || /^no?$/i.test(word) ? word.toLowerCase() : '?') {
      case 'y':
      case 'yes':
        return { id, decision: 'approve', hash };
      case '':
      case 'n':
      case 'no':
        return { id, decision: 'reject', hash, ...(reason === '' ? {} : { reason }) };
      case 'w':
      case 'why':
        await print(io, whyLines(approval, evidence, screenOf(io)).join('\n'));
        break;
      default:
        await print(io, 'Type yes, no (a reason may follow it) or why.');
    }
  }
}
