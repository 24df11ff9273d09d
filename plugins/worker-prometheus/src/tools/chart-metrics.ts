import { defineReadTool, type ReadTool } from '@hexaops/core';
import type { Prometheus } from '../source/prometheus.ts';
import { expressionArgument, rangeUntil, sinceArgument, workerName } from './arguments.ts';
import { nameOfSeries, rangeEvidence, summaryOf } from './presentation.ts';

export function chartMetrics(prometheus: Prometheus): ReadTool {
  return defineReadTool({
    name: 'chart-metrics',
    description: 'Evaluates a PromQL expression over time, over the series of this workspace.',
    worker: workerName,
    input: {
      type: 'object',
      additionalProperties: false,
      required: ['expression'],
      properties: { expression: expressionArgument, since: sinceArgument },
    },
    async execute({ expression, since = '1h' }, context) {
      const range = rangeUntil(context.now(), since);
      const { query, answer } = await prometheus.range(expression, range, context);
      const evidence = rangeEvidence(answer, range, {
        title: `metrics of the last ${since}`,
        query,
        byteCap: context.byteCap,
      });
      const series = answer.series.slice(0, 20).map((one) => ({ name: nameOfSeries(one.labels), ...summaryOf(one) }));
      return { evidence: [evidence], value: { series } };
    },
  });
}
