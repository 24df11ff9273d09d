import { nodeQuestions } from './nodes.ts';
import type { Question } from './question.ts';
import { requestQuestions } from './requests.ts';
import { usageQuestions } from './usage.ts';

export const questions: readonly Question[] = [...usageQuestions, ...requestQuestions, ...nodeQuestions];

export const questionIds: readonly string[] = questions.map(({ id }) => id);

/** Raises a plain error for what is none: a schema has been there before. */
export function questionOf(id: string): Question {
  const question = questions.find((known) => known.id === id);
  if (question === undefined) throw new TypeError(`no question ${id}; there are: ${questionIds.join(', ')}`);
  return question;
}
