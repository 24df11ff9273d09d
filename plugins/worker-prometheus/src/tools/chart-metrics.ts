import { defineReadTool, outlineOf, type ReadTool } from '@hexaops/core';
import type { Prometheus } from '../source/prometheus.ts';
import { expressionArgument, rangeUntil, sinceArgument, workerName } from './arguments.ts';
import { charted, leftOf, nameOfSeries, seriesEvidence } from './presentation.ts';

/** Series that are told in the value; the evidence has more. */
const mostTold = 20;

export function chartMetrics(prometheus: Prometheus): ReadTool {
  return defineReadTool({
    name: 'chart-metrics',
    description: 'Evaluates a PromQL expression over time, over the series of this workspace.',
    worker: workerName,
    input: {
      type: 'object',
      additionalProperties: false,
      required: ['expression'],
      properties: { expression: expressionArgument, since: sinceArgument('1h') },
    },
    async execute({ expression, since = '1h' }, context) {
      const range = rangeUntil(context.now(), since);
      const { query, answer } = await prometheus.range(expression, range, context);
      const series = answer.series.map((one) => charted(one, nameOfSeries));
      return {
        evidence: [
          seriesEvidence(series, {
            title: `metrics of the last ${since}`,
            query,
            byteCap: context.byteCap,
            timeRange: range,
            omitted: leftOf(answer),
          }),
        ],
        value: { series: series.slice(0, mostTold).map(({ name, points }) => ({ name, ...outlineOf(points) })) },
      };
    },
  });
}
