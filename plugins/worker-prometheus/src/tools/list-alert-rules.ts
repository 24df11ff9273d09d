import { defineReadTool, type ReadTool } from '@hexaops/core';
import type { Prometheus } from '../source/prometheus.ts';
import { workerName } from './arguments.ts';
import { tableEvidence } from './presentation.ts';

export function listAlertRules(prometheus: Prometheus): ReadTool {
  return defineReadTool({
    name: 'list-alert-rules',
    description:
      "The alerting and recording rules of this workspace with their state; of rules for all workspaces those with this one's alerts.",
    worker: workerName,
    input: {
      type: 'object',
      additionalProperties: false,
      properties: {
        kind: { enum: ['alerting', 'recording'], description: 'Both unless told.' },
        failing: { const: true, description: 'Only rules that cannot be evaluated.' },
      },
    },
    async execute({ kind, failing }, context) {
      const { query, answer } = await prometheus.rules(context);
      const rules = answer
        .filter((rule) => (kind === undefined || rule.kind === kind) && (failing !== true || rule.health === 'err'))
        .toSorted((left, right) => Number(left.expression === undefined) - Number(right.expression === undefined));
      const rows = rules.map((rule) => [
        rule.name,
        rule.kind,
        rule.kind === 'recording' ? '' : rule.state,
        rule.alerts.length,
        rule.health,
        rule.expression ?? '(for all workspaces)',
        rule.error ?? '',
      ]);
      return {
        evidence: [
          tableEvidence(['rule', 'kind', 'state', 'alerts', 'health', 'expression', 'error'], rows, {
            title: 'rules of Prometheus',
            query,
            byteCap: context.byteCap,
          }),
        ],
        value: { rules: rules.length, failing: rules.filter(({ health }) => health === 'err').length },
      };
    },
  });
}
