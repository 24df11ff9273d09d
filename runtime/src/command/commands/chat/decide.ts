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
  if (event.type === 'approval-required') return decide(io, event.approval, evidence, options);
  if (event.type !== 'input-required') return undefined;
  const words = await wordsOf(io, '> ', options);
  if (words === undefined) return undefined;
  const chosen = /^\d+$/.test(words) ? event.choices[Number(words) - 1] : undefined;
  return { run_id: event.run, input: chosen?.value ?? words, stream: true };
}

async function decide(
  io: Io,
  approval: Approval,
  evidence: ReadonlyMap<string, Evidence>,
  options: PromptOptions,
): Promise<Body | undefined> {
  requireWhole(approval);
  const { id, hash, fourEyes } = approval;
  if (fourEyes) return undefined;
  for (;;) {
    const words = await wordsOf(io, 'Approve this change? [yes/No/why] ', options);
    if (words === undefined) return undefined;
    const [, word = '', reason = ''] = /^(\S*)\s*(.*)$/.exec(words) ?? [];
    switch (reason === '' || /^no?$/i.test(word) ? word.toLowerCase() : '?') {
      case 'y':
      case 'yes':
        return { approval: { id, decision: 'approve', hash }, stream: true };
      case '':
      case 'n':
      case 'no':
        return { approval: { id, decision: 'reject', hash, ...(reason === '' ? {} : { reason }) }, stream: true };
      case 'w':
      case 'why':
        await print(io, whyLines(approval, evidence, screenOf(io)).join('\n'));
        break;
      default:
        await print(io, 'Type yes, no (a reason may follow it) or why.');
    }
  }
}
