import type { MetricAnswer, MetricReader } from '@hexaops/core';
import { questionOf } from '../questions/questions.ts';
import type { SeriesAnswer } from './answer.ts';
import type { Asked, Prometheus } from './prometheus.ts';
import { readQuestion } from './read-question.ts';

/** The same source for other workers: bound to the caller's workspace and limited like this plugin's own tools. */
export function metricReader(prometheus: Prometheus): MetricReader {
  return Object.freeze({
    id: 'prometheus',
    instant: async (expression, at, context) => answerOf(await prometheus.instant(expression, at, context)),
    range: async (expression, range, context) => answerOf(await prometheus.range(expression, range, context)),
    ask: async (question, subject, range, context) => {
      const { query, series, left } = await readQuestion(prometheus, questionOf(question), subject, range, context);
      return { query, series, left };
    },
  } satisfies MetricReader);
}

function answerOf({ query, answer: { series, left } }: Asked<SeriesAnswer>): MetricAnswer {
  return { query, series, left };
}
