import { type AlertRecord, type Engine, HexaopsError, type Investigation } from '@hexaops/core';
import { callerOf, idPattern, queryOf, type HttpContext, type HttpHandler } from '../request/context.ts';
import { refuseOtherWorkspace } from './workspaces.ts';

const usual = 50;
const most = 200;

/** `GET /workspaces/{id}/alerts`: those that Alertmanager told of, those that fire first. */
export function getAlerts(engine: Engine): HttpHandler {
  return async (context) => {
    refuseOtherWorkspace(context);
    const caller = callerOf(context);
    const alerts = await engine.investigations.alerts(caller, limitOf(context));
    context.body = { workspace_id: caller.workspace, alerts: alerts.map(shownAlert) };
  };
}

/** `GET /workspaces/{id}/insights`: what was looked into without anybody asking; `?investigation=` one of them, whole. */
export function getInsights(engine: Engine): HttpHandler {
  return async (context) => {
    refuseOtherWorkspace(context);
    const caller = callerOf(context);
    const id = queryOf(context, 'investigation');
    if (id === undefined) {
      const insights = await engine.investigations.list(caller, limitOf(context));
      context.body = { workspace_id: caller.workspace, insights: insights.map(shownInvestigation) };
      return;
    }
    if (!idPattern.test(id)) throw new HexaopsError('not-found', 'no such investigation');
    const report = await engine.investigations.report(caller, id);
    const { answer, findings, evidence, unavailable } = report;
    context.body = {
      workspace_id: caller.workspace,
      insight: {
        ...shownInvestigation(report),
        reply: answer?.text ?? null,
        citations: answer?.citations ?? [],
        findings,
        evidence,
        unavailable,
      },
    };
  };
}

/** `GET /workspaces/{id}/recommendations`: what would mend what was found lately. Nothing of it is done. */
export function getRecommendations(engine: Engine): HttpHandler {
  return async (context) => {
    refuseOtherWorkspace(context);
    const caller = callerOf(context);
    const recommendations = await engine.investigations.recommendations(caller);
    context.body = {
      workspace_id: caller.workspace,
      recommendations: recommendations.map(({ finding, investigation, at, ask }) => {
        const { cause, object, severity, confidence, summary, remedy } = finding;
        return {
          cause,
          object,
          severity,
          confidence,
          summary,
          remedy: remedy ?? null,
          ask,
          investigation_id: investigation,
          found_at: timeOf(at),
        };
      }),
    };
  };
}

function shownAlert(alert: AlertRecord) {
  const { fingerprint, name, status, severity, labels, annotations, startsAt, endsAt, investigation, ...rest } = alert;
  return {
    fingerprint,
    name,
    status,
    severity: severity ?? null,
    labels,
    annotations,
    starts_at: timeOf(startsAt),
    ends_at: endsAt === undefined ? null : timeOf(endsAt),
    first_seen_at: timeOf(rest.firstSeenAt),
    last_seen_at: timeOf(rest.lastSeenAt),
    times_fired: rest.fired,
    investigation_id: investigation ?? null,
  };
}

function shownInvestigation({ id, status, title, rule, createdAt, finishedAt, alert, outcome }: Investigation) {
  const { fingerprint, name, severity, labels, annotations, startsAt } = alert;
  return {
    investigation_id: id,
    status,
    title,
    rule,
    created_at: timeOf(createdAt),
    finished_at: finishedAt === undefined ? null : timeOf(finishedAt),
    alert: { fingerprint, name, severity: severity ?? null, labels, annotations, starts_at: timeOf(startsAt) },
    summary: outcome?.summary ?? null,
    findings: outcome?.findings ?? [],
  };
}

function timeOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

function limitOf(context: HttpContext): number {
  const text = queryOf(context, 'limit');
  if (text === undefined) return usual;
  const limit = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= most) return limit;
  throw new HexaopsError('input-invalid', `"limit" is not a whole number from 1 to ${most}`, {
    nextStep: 'give how many are wanted, or leave it out',
  });
}
