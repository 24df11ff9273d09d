import { defineReadTool, type ReadTool } from '@hexaops/core';
import type { Prometheus } from '../source/prometheus.ts';
import { rangeUntil, sinceArgument, workerName } from './arguments.ts';
import { listEvidence, nameOfSeries } from './presentation.ts';

export function listMetrics(prometheus: Prometheus): ReadTool {
  return defineReadTool({
    name: 'list-metrics',
    description:
      "Lists the workspace's series by a selector, or the names of its metrics, its labels, or one label's values.",
    worker: workerName,
    input: {
      type: 'object',
      additionalProperties: false,
      properties: {
        selector: { type: 'string', minLength: 1, maxLength: 4096, description: 'For series: up{job="api"}.' },
        label: { type: 'string', pattern: '^[a-zA-Z_][a-zA-Z0-9_]*$', maxLength: 200, description: 'For its values.' },
        labels: { const: true, description: 'For the names of labels.' },
        since: sinceArgument('1h'),
      },
    },
    async execute({ selector, label, labels, since = '1h' }, context) {
      const { settings } = prometheus;
      const range = rangeUntil(context.now(), since);
      if (selector !== undefined) {
        const { query, answer } = await prometheus.series(selector, range, context);
        const about = { title: `series of the last ${since}`, query, byteCap: context.byteCap };
        return { evidence: [listEvidence('series', answer.map(nameOfSeries), settings.series, about)] };
      }
      const name = labels === true ? undefined : (label ?? '__name__');
      const { query, answer } = await prometheus.labels(name, range, context);
      const column = name === undefined ? 'label' : name === '__name__' ? 'metric' : name;
      return {
        evidence: [
          listEvidence(column, answer, settings.series, {
            title: `${column}s of the last ${since}`,
            query,
            byteCap: context.byteCap,
          }),
        ],
      };
    },
  });
}
