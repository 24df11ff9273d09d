import type { MetricRange, MetricSeries, ToolContext } from '@hexaops/core';
import type { Question } from '../questions/question.ts';
import { isAbout, type Subject } from '../questions/subject.ts';
import type { Prometheus } from './prometheus.ts';
import { sideBySide } from './side-by-side.ts';

/** What a question that needs no PromQL came to. */
export interface Reading {
  readonly question: Question;
  readonly range: MetricRange;
  /** Those that gave series, as they were sent, one a line; the first where none did. */
  readonly query: string;
  readonly series: readonly MetricSeries[];
  readonly left: number;
  readonly warnings: readonly string[];
  /** Milliseconds that each value is a mean of. */
  readonly smoothing: number;
}

/**
 * Asks all expressions of a question side by side. Where only some of them cannot be read, the others are the answer, and
 * the reason is among the warnings; where none can, the first reason is raised.
 */
export async function readQuestion(
  prometheus: Prometheus,
  question: Question,
  subject: Subject,
  range: MetricRange,
  context: ToolContext,
): Promise<Reading> {
  const { scrapeSeconds, applications, points, expressions: replaced } = prometheus.settings;
  const step = Math.max(range.step, (range.to - range.from) / points) / 1000;
  // A rate over less than four samples is often none; over less than a step it does not see what is between the steps.
  const window = Math.ceil(Math.max(4 * scrapeSeconds, step + scrapeSeconds));
  const own = Object.hasOwn(replaced, question.id) ? replaced[question.id] : undefined;
  const expressions =
    own === undefined ? question.expressions(subject, { window: `[${window}s]`, applications }) : [own];
  const { read: answers, unavailable } = await sideBySide(
    expressions,
    (expression) => prometheus.range(expression, range, context),
    context.signal,
  );
  const telling = answers.filter(({ answer }) => answer.series.length > 0);
  return {
    question,
    range,
    query: (telling.length > 0 ? telling : answers.slice(0, 1)).map(({ query }) => query).join('\n'),
    // An operator's expression is about everything; the subject is picked out of what it gives.
    series: telling
      .flatMap(({ answer }) => answer.series)
      .filter(({ labels }) => own === undefined || isAbout(labels, subject)),
    left: telling.reduce((sum, { answer }) => sum + answer.left, 0),
    warnings: [
      ...new Set([...answers.flatMap(({ answer }) => answer.warnings), ...unavailable.map(({ reason }) => reason)]),
    ],
    smoothing: question.isRate ? window * 1000 : 0,
  };
}
