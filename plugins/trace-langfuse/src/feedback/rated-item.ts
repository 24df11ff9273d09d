import type { RatedRun } from '@hexaops/core';
import { type ContentSettings, contentOf } from '../content.ts';
import { traceId } from '../trace/ids.ts';

/** A rated run as an item of the dataset. */
export interface RatedItem {
  readonly id: string;
  readonly sourceTraceId: string;
  readonly input: unknown;
  readonly expectedOutput: unknown;
  readonly metadata: unknown;
}

/**
 * What was asked, planned, found and answered, each redacted, with the rating. The expected output is the answer that the
 * run gave: the score says whether it is worth being expected. Undefined where nothing was asked, or no content may leave.
 */
export function ratedItem({ run, events, feedback }: RatedRun, settings: ContentSettings): RatedItem | undefined {
  const started = events.find((event) => event.type === 'run-started');
  const made = events.find((event) => event.type === 'plan-made');
  const answer = events.findLast((event) => event.type === 'answer');
  if (started === undefined || settings.content === 'none') return undefined;
  const clean = (text: string) => contentOf(text, settings);
  return {
    id: `run-${run}`,
    sourceTraceId: traceId(run),
    input: { question: clean(started.input) },
    expectedOutput: { answer: answer && clean(answer.text) },
    metadata: {
      score: feedback.score,
      comment: feedback.comment === undefined ? undefined : clean(feedback.comment),
      madeBy: made?.plan.madeBy,
      steps: made?.plan.steps.map(({ worker, tool, arguments: given }) => ({
        worker,
        tool,
        arguments: contentOf(given, settings),
      })),
      findings: events.flatMap((event) =>
        event.type === 'finding'
          ? [{ cause: event.finding.cause, severity: event.finding.severity, rule: event.finding.rule }]
          : [],
      ),
    },
  };
}
