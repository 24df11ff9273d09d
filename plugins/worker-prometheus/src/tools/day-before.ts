import { HexaopsError, type ToolContext } from '@hexaops/core';
import type { Subject } from '../questions/subject.ts';
import type { Prometheus } from '../source/prometheus.ts';
import { type Reading, readQuestion } from '../source/read-question.ts';

const day = 86_400_000;

/** The same question a day earlier. Undefined where it cannot be read: it would only have made the answer better. */
export async function dayBefore(
  prometheus: Prometheus,
  { question, range: { from, to, step } }: Reading,
  subject: Subject,
  context: ToolContext,
): Promise<Reading | undefined> {
  // A longer range would be compared with a part of itself.
  if (to - from > day) return undefined;
  try {
    return await readQuestion(prometheus, question, subject, { from: from - day, to: to - day, step }, context);
  } catch (error) {
    context.signal.throwIfAborted();
    if (HexaopsError.is(error)) return undefined;
    throw error;
  }
}
