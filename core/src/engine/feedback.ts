import type { Caller } from '../caller.ts';
import { HexaopsError } from '../errors.ts';
import type { RunRecord } from '../extension/store.ts';
import type { Feedback } from '../hooks/hooks.ts';
import { redactorOf } from '../run/redactor.ts';
import type { EngineParts } from './parts.ts';

/** Hands what a person thinks of a run to those who observe it, and waits for none of them. Raises `not-implemented` where nobody does. */
export async function tellFeedback(
  { store, hooks }: Pick<EngineParts, 'store' | 'hooks'>,
  caller: Caller,
  { id, session }: RunRecord,
  { score, comment }: Feedback,
): Promise<void> {
  if (!hooks.feedback.isUsed()) {
    throw new HexaopsError('not-implemented', 'this service keeps no feedback', {
      nextStep: 'an operator can list a plugin that does, such as @hexaops/trace-langfuse',
    });
  }
  const feedback = { score, ...(comment === undefined ? {} : { comment: redactorOf(caller.token)(comment) }) };
  const events = await store.events(id, 0);
  void hooks.feedback.promise({ run: id, session, events, feedback }).catch(() => undefined);
}
