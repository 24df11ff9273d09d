import type { Prediction, Predictions } from './predictions.ts';

interface Answer {
  readonly fault_object: string;
  readonly root_cause: string;
  readonly fault_taxonomy: string;
}

export type Answers = Readonly<Record<string, Answer>>;

/** Shares of cases, 0 to 1: right in the first prediction (`first`), right in one of the first three (`three`). */
export interface Score {
  readonly cases: number;
  readonly object: Shares;
  readonly cause: Shares;
  readonly both: Shares;
}

interface Shares {
  readonly first: number;
  readonly three: number;
}

interface Miss {
  readonly id: string;
  readonly expected: string;
  readonly predicted: readonly string[];
}

export interface Scores {
  readonly all: Score;
  readonly byCategory: ReadonlyMap<string, Score>;
  /** Cases whose first prediction is not right in both, in the order of their ids. */
  readonly misses: readonly Miss[];
}

/** A case without a prediction is a miss. */
export function score(answers: Answers, predictions: Predictions): Scores {
  const ids = Object.keys(answers).sort();
  const categories = Map.groupBy(ids, (id) => answers[id]?.fault_taxonomy ?? '');
  return {
    all: scoreOf(ids, answers, predictions),
    byCategory: new Map(
      [...categories]
        .sort(([a], [b]) => a.localeCompare(b))
        .map(([category, members]) => [category, scoreOf(members, answers, predictions)]),
    ),
    misses: ids.flatMap((id) => {
      const answer = answers[id];
      const predicted = predictions[id] ?? [];
      if (answer === undefined || hits(answer, predicted[0]).both) return [];
      const expected = `${answer.fault_object} ${answer.root_cause}`;
      return [{ id, expected, predicted: predicted.map(({ object, rootCause }) => `${object} ${rootCause}`) }];
    }),
  };
}

function scoreOf(ids: readonly string[], answers: Answers, predictions: Predictions): Score {
  const share = (column: 'object' | 'cause' | 'both', depth: number) => {
    const right = ids.filter((id) => {
      const answer = answers[id];
      return (
        answer !== undefined &&
        (predictions[id] ?? []).slice(0, depth).some((prediction) => hits(answer, prediction)[column])
      );
    });
    return ids.length === 0 ? 0 : right.length / ids.length;
  };
  const shares = (column: 'object' | 'cause' | 'both') => ({ first: share(column, 1), three: share(column, 3) });
  return { cases: ids.length, object: shares('object'), cause: shares('cause'), both: shares('both') };
}

function hits(answer: Answer, prediction: Prediction | undefined) {
  const object = plain(prediction?.object) === plain(answer.fault_object);
  const cause = plain(prediction?.rootCause) === plain(answer.root_cause);
  return { object, cause, both: object && cause };
}

function plain(text: string | undefined): string {
  return (text ?? '').trim().toLowerCase();
}
