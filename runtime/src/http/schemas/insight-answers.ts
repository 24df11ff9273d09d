import { answer, event, list, orNull, text, time } from './answer.ts';

/** What is answered on `GET /workspaces/{id}/alerts`, `/insights` and `/recommendations`: docs/insights.schema.json. */

const texts = { type: 'object', additionalProperties: text } as const;

const alert = answer({
  fingerprint: text,
  name: text,
  status: { enum: ['firing', 'resolved'] },
  severity: orNull(text),
  labels: texts,
  annotations: texts,
  starts_at: time,
  ends_at: orNull(time),
  first_seen_at: time,
  last_seen_at: time,
  times_fired: { type: 'integer', minimum: 0 },
  investigation_id: orNull(text),
});

const short = {
  investigation_id: text,
  status: { enum: ['waiting', 'running', 'completed', 'failed'] },
  title: text,
  rule: text,
  created_at: time,
  finished_at: orNull(time),
  alert: answer({
    fingerprint: text,
    name: text,
    severity: orNull(text),
    labels: texts,
    annotations: texts,
    starts_at: time,
  }),
  summary: orNull(text),
  findings: list(event('finding')),
} as const;

export const alertsAnswer = answer({ workspace_id: text, alerts: list(alert) });
export const insightsAnswer = answer({ workspace_id: text, insights: list(answer(short)) });
export const insightAnswer = answer({
  workspace_id: text,
  insight: answer({
    ...short,
    reply: orNull(text),
    citations: list(text),
    evidence: list(event('evidence')),
    unavailable: list(answer({ source: text, reason: text })),
  }),
});
export const recommendationsAnswer = answer({
  workspace_id: text,
  recommendations: list(
    answer({
      cause: text,
      object: event('objectReference'),
      severity: { enum: ['critical', 'warning', 'info'] },
      confidence: { type: 'number', minimum: 0, maximum: 1 },
      summary: text,
      remedy: orNull(event('remedy')),
      ask: text,
      investigation_id: text,
      found_at: time,
    }),
  ),
});
