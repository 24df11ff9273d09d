import { defineReadTool, type Moment, nameOfObject, type ObjectReference, type ReadTool } from '@hexaops/core';
import { evidenceOf, type ShownFact } from '@hexaops/core/diagnosis';
import { findingsFrom } from '../findings/findings.ts';
import { objectOf } from '../questions/object-of.ts';
import type { Alert } from '../source/alerts.ts';
import type { Prometheus } from '../source/prometheus.ts';
import { workerName } from './arguments.ts';
import { tableEvidence } from './presentation.ts';

export function listAlerts(prometheus: Prometheus): ReadTool {
  return defineReadTool({
    name: 'list-alerts',
    description: 'The alerts of this workspace that are firing or pending, with since when and about what.',
    worker: workerName,
    input: {
      type: 'object',
      additionalProperties: false,
      properties: {
        state: { enum: ['firing', 'pending'], description: 'Both unless told.' },
        namespace: { type: 'string', minLength: 1, maxLength: 253, description: 'Of a namespace alone.' },
        name: { type: 'string', minLength: 1, maxLength: 253, description: 'The name of one alert.' },
      },
    },
    async execute({ state, namespace, name }, context) {
      const { query, answer } = await prometheus.alerts(context);
      const alerts = answer
        .filter(
          (alert) =>
            (state === undefined || alert.state === state) &&
            (namespace === undefined || alert.labels['namespace'] === namespace) &&
            (name === undefined || alert.name === name),
        )
        .toSorted((left, right) => rankOf(left) - rankOf(right) || (left.activeAt ?? 0) - (right.activeAt ?? 0));
      const findings = findingsFrom(alerts.map(factOf), context, () => [0]);
      const rows = alerts.map((alert) => [
        alert.name,
        alert.state,
        alert.activeAt === undefined ? null : new Date(alert.activeAt).toISOString(),
        alert.labels['severity'] ?? '',
        nameOfObject(aboutOf(alert)),
        saidOf(alert),
      ]);
      return {
        evidence: [
          tableEvidence(['alert', 'state', 'since', 'severity', 'object', 'summary'], rows, {
            title: `${state ?? 'firing and pending'} alerts`,
            query,
            byteCap: context.byteCap,
          }),
        ],
        ...(findings.length === 0 ? {} : { findings }),
        moments: alerts.flatMap(momentOf),
        value: {
          firing: alerts.filter((alert) => alert.state === 'firing').length,
          pending: alerts.filter((alert) => alert.state === 'pending').length,
        },
      };
    },
  });
}

/** For `diagnose` rules: `alert`. */
function factOf(alert: Alert): ShownFact<'metric'> {
  const object = aboutOf(alert);
  const since = alert.activeAt === undefined ? undefined : new Date(alert.activeAt).toISOString();
  return {
    fact: 'alert',
    object,
    signal: 'alert',
    name: alert.name,
    state: alert.state,
    severity: severityOf(alert),
    said: saidOf(alert),
    evidence: [evidenceOf('metric', object, `${alert.name}: ${saidOf(alert)}`, since)],
  };
}

function momentOf(alert: Alert): readonly Moment[] {
  if (alert.activeAt === undefined || alert.state !== 'firing') return [];
  return [
    { at: alert.activeAt, kind: 'symptom', what: `alert ${alert.name} began`, object: aboutOf(alert), evidence: [0] },
  ];
}

/** What the alert names; the alert itself where it names nothing. */
function aboutOf({ name, labels }: Alert): ObjectReference {
  return objectOf(labels) ?? { kind: 'Alert', name };
}

function saidOf({ annotations, name }: Alert): string {
  return (annotations['summary'] ?? annotations['description'] ?? annotations['message'] ?? name).slice(0, 300);
}

function severityOf({ labels }: Alert): 'critical' | 'warning' | 'info' {
  const said = (labels['severity'] ?? '').toLowerCase();
  if (/^(critical|page|error|high|emergency|p1|1)$/.test(said)) return 'critical';
  return /^(info|none|low|notice)$/.test(said) ? 'info' : 'warning';
}

function rankOf(alert: Alert): number {
  return (alert.state === 'firing' ? 0 : 10) + ['critical', 'warning', 'info'].indexOf(severityOf(alert));
}
