import { HexaopsError, type ToolContext } from '@hexaops/core';
import { changesIn, comparedWith, type ObservedChange } from '../findings/changes.ts';
import type { Subject } from '../questions/subject.ts';
import type { Prometheus } from '../source/prometheus.ts';
import { type Reading, readQuestion } from '../source/read-question.ts';

const day = 86_400_000;

/**
 * The changes of level in a reading. What happens each day at that hour is marked: where there are changes, and only then, the
 * same question is asked of the day before. Where that cannot be read, the changes are given without.
 */
export async function newsIn(
  prometheus: Prometheus,
  reading: Reading,
  subject: Subject,
  context: ToolContext,
): Promise<readonly ObservedChange[]> {
  const changes = await changesIn(reading, context.signal);
  const { from, to, step } = reading.range;
  // A longer range would be compared with a part of itself.
  if (changes.length === 0 || to - from > day) return changes;
  const earlier = { from: from - day, to: to - day, step };
  try {
    const before = await readQuestion(prometheus, reading.question, subject, earlier, context);
    return await comparedWith(before, changes, context.signal);
  } catch (error) {
    context.signal.throwIfAborted();
    if (HexaopsError.is(error)) return changes;
    throw error;
  }
}
