import { defineReadTool, type ReadTool } from '@hexaops/core';
import type { Prometheus } from '../source/prometheus.ts';
import { expressionArgument, workerName } from './arguments.ts';
import { instantEvidence } from './presentation.ts';

export function queryMetrics(prometheus: Prometheus): ReadTool {
  return defineReadTool({
    name: 'query-metrics',
    description: 'Evaluates a PromQL expression now, over the series of this workspace.',
    worker: workerName,
    input: {
      type: 'object',
      additionalProperties: false,
      required: ['expression'],
      properties: { expression: expressionArgument },
    },
    async execute({ expression }, context) {
      const { query, answer } = await prometheus.instant(expression, context.now(), context);
      const evidence = instantEvidence(answer, { title: 'metrics now', query, byteCap: context.byteCap });
      return { evidence: [evidence], value: { series: answer.series.length + answer.left } };
    },
  });
}
