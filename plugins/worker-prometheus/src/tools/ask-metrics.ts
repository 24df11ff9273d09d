import { defineReadTool, type ReadTool } from '@hexaops/core';
import { levelChange } from '../questions/change.ts';
import { questions } from '../questions/question.ts';
import type { Prometheus } from '../source/prometheus.ts';
import { rangeUntil, sinceArgument, workerName } from './arguments.ts';
import { nameOfSeries, rangeEvidence, summaryOf } from './presentation.ts';

const name = (description: string) =>
  ({ type: 'string', pattern: '^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$', maxLength: 253, description }) as const;

export function askMetrics(prometheus: Prometheus): ReadTool {
  return defineReadTool({
    name: 'ask-metrics',
    description: `Answers from metrics, over time: ${questions.map(({ id }) => id).join(', ')}.`,
    worker: workerName,
    input: {
      type: 'object',
      additionalProperties: false,
      required: ['question'],
      properties: {
        question: { enum: questions.map(({ id }) => id) },
        namespace: name('Of a namespace alone.'),
        workload: name('Of a Deployment, StatefulSet or DaemonSet alone.'),
        since: sinceArgument,
      },
    },
    async execute({ question: id, namespace, workload, since = '1h' }, context) {
      const question = questions.find((known) => known.id === id);
      if (question === undefined) throw new TypeError(`no question ${id}`);
      const range = rangeUntil(context.now(), since);
      const { query, answer } = await prometheus.range(question.expression({ namespace, workload }), range, context);
      const about = [namespace, workload].filter((part) => part !== undefined).join('/') || 'the workspace';
      const title = `${question.title} of ${about}, the last ${since}, in ${question.unit}`;
      const series = answer.series.slice(0, 20).map((one) => {
        const change = levelChange(one);
        const said = change === undefined ? {} : { change: { ...change, at: new Date(change.at).toISOString() } };
        return { name: nameOfSeries(one.labels), ...summaryOf(one), ...said };
      });
      return {
        evidence: [rangeEvidence(answer, range, { title, query, byteCap: context.byteCap })],
        value: { question: id, unit: question.unit, series },
      };
    },
  });
}
