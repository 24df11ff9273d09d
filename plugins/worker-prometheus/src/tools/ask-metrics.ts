import { defineReadTool, outlineOf, type ReadTool } from '@hexaops/core';
import { factsOf, momentsOf } from '../findings/changes.ts';
import { findingsFrom } from '../findings/findings.ts';
import { levelFacts } from '../findings/levels.ts';
import { questionIds, questionOf } from '../questions/questions.ts';
import type { Prometheus } from '../source/prometheus.ts';
import { readQuestion } from '../source/read-question.ts';
import { rangeUntil, sinceArgument, subjectArguments, workerName } from './arguments.ts';
import { newsIn } from './news.ts';
import { aboutOf, nameOfSubject, questionEvidence } from './presentation.ts';

/** Series that are told in the value; the evidence has more. */
const mostTold = 20;

export function askMetrics(prometheus: Prometheus): ReadTool {
  return defineReadTool({
    name: 'ask-metrics',
    description: `Answers from metrics, over time, and tells where the level changed: ${questionIds.join(', ')}.`,
    worker: workerName,
    input: {
      type: 'object',
      additionalProperties: false,
      required: ['question'],
      properties: { question: { enum: questionIds }, ...subjectArguments, since: sinceArgument('1h') },
    },
    async execute({ question: id, namespace, workload, since = '1h' }, context) {
      const question = questionOf(id);
      const subject = { namespace, workload };
      const reading = await readQuestion(prometheus, question, subject, rangeUntil(context.now(), since), context);
      const changes = await newsIn(prometheus, reading, subject, context);
      const findings = findingsFrom([...factsOf(changes), ...levelFacts(reading)], context, () => [0]);
      const title = `${question.title} of ${aboutOf(subject)}, the last ${since}`;
      return {
        evidence: [questionEvidence(reading, title, context.byteCap)],
        ...(findings.length === 0 ? {} : { findings }),
        moments: momentsOf(changes, () => 0),
        value: {
          question: id,
          unit: question.unit,
          series: reading.series
            .slice(0, mostTold)
            .map(({ labels, points }) => ({ name: nameOfSubject(labels), ...outlineOf(points) })),
          changes: changes.map(({ at, before: from, after, of, isUsual, isOver }) => ({
            at: new Date(at).toISOString(),
            object: of.object,
            before: from,
            after,
            usual: isUsual,
            over: isOver,
          })),
        },
      };
    },
  });
}
