import { defineReadTool, type ReadTool } from '@hexaops/core';
import { durationOf } from '../promql/index.ts';
import type { Prometheus } from '../source/prometheus.ts';
import { expressionArgument, sinceArgument, workerName } from './arguments.ts';
import { nameOfSeries, rangeEvidence, summaryOf } from './presentation.ts';

/** Points of a chart: more than a screen is wide helps nobody. */
const pointsOfChart = 240;

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
      const to = context.now();
      const range = { from: to - (durationOf(since) ?? 0), to, step: ((durationOf(since) ?? 0) / pointsOfChart) | 0 };
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
