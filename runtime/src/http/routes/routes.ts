import { metricsPagePoint } from '@hexaops/core';
import type { RunService } from '../chat/answer.ts';
import type { Networks } from '../admission/source-address.ts';
import { type AlertCredential, identifySender } from '../alerts/credentials.ts';
import { authenticate } from '../request/authenticate.ts';
import { readJson, refuseUnreadableBodies } from '../request/body.ts';
import type { HttpCheck, HttpHandler, HttpMiddleware } from '../request/context.ts';
import { countRequests } from '../request/count-requests.ts';
import { authenticateSender, countAlerts, postAlerts } from './alerts.ts';
import { getApprovals, postApproval } from './approvals.ts';
import { refusingAsInvalid, validateToken } from './authentication.ts';
import { deleteChat, getChat, postChat } from './chat.ts';
import { postRunFeedback } from './feedback.ts';
import { getHealth, getLiveness, getReadiness, refuseUnlessReady, type Readiness } from './health.ts';
import { getMetrics } from './metrics.ts';
import { getModelSchedule } from './models.ts';
import { RouteTable } from './route-table.ts';
import { getRunEvents, postRunCommand, postRunInput } from './runs.ts';
import { getHistory, getSessions, removeAllSessions, removeSession } from './sessions.ts';
import { getAlerts, getInsights, getRecommendations } from './insights.ts';
import { postAnalyze, postRemediate } from './workspaces.ts';

/**
 * Every path of the service. A user's request reaches `/v1/chat` alone, through the control plane; the other paths under a
 * token are for those who call the service directly.
 */
export function routes(
  service: RunService,
  readiness: Readiness,
  proxies: Networks,
  alertCredentials: readonly AlertCredential[],
): HttpMiddleware {
  const { engine, limits, admission } = service;
  const table = new RouteTable();
  const checks: readonly HttpCheck[] = [
    refuseUnlessReady(readiness),
    refuseUnreadableBodies(limits),
    authenticate(engine, admission, proxies),
    countRequests(admission),
    readJson(limits),
  ];
  const underToken = (handler: HttpHandler) => after(checks, handler);
  const get = (path: string, handler: HttpHandler) => table.add('get', path, underToken(handler));
  const post = (path: string, handler: HttpHandler) => table.add('post', path, underToken(handler));
  const remove = (path: string, handler: HttpHandler) => table.add('delete', path, underToken(handler));

  table.add('get', '/health', getHealth(engine, readiness));
  table.add('get', '/livez', getLiveness());
  table.add('get', '/readyz', getReadiness(readiness));
  const [metrics] = engine.contributions(metricsPagePoint);
  if (metrics !== undefined) table.add('get', '/metrics', getMetrics(engine, metrics));

  post('/v1/chat', postChat(service));
  get('/v1/chat', getChat(service));
  remove('/v1/chat', deleteChat(service));

  get('/v1/sessions', getSessions(engine));
  remove('/v1/sessions', removeAllSessions(engine));
  get('/v1/chat/sessions', getSessions(engine));
  get('/v1/chat/sessions/:id/history', getHistory(engine));
  remove('/v1/chat/sessions/:id', removeSession(engine));
  post('/v1/runs/:id/resume', postRunCommand(service, 'resume'));
  post('/v1/runs/:id/cancel', postRunCommand(service, 'cancel'));
  post('/v1/runs/:id/input', postRunInput(service));
  post('/v1/runs/:id/feedback', postRunFeedback(engine));
  get('/v1/runs/:id/events', getRunEvents(service));
  get('/v1/models/schedule', getModelSchedule(engine));
  get('/v1/approvals', getApprovals(engine));
  post('/v1/approvals/:id', postApproval(service));

  table.add('post', '/auth/validate', refusingAsInvalid(underToken(validateToken())));
  post('/workspaces/:id/analyze', postAnalyze(service));
  post('/workspaces/:id/remediate', postRemediate(service));
  get('/workspaces/:id/alerts', getAlerts(engine));
  get('/workspaces/:id/insights', getInsights(engine));
  get('/workspaces/:id/recommendations', getRecommendations(engine));

  if (alertCredentials.length > 0) {
    const fromSender: readonly HttpCheck[] = [
      refuseUnlessReady(readiness),
      refuseUnreadableBodies(limits),
      authenticateSender(identifySender(alertCredentials), admission, proxies),
      countAlerts(admission),
      readJson(limits),
    ];
    table.add('post', '/v1/alerts', after(fromSender, postAlerts(service)));
  }
  return table.middleware();
}

function after(checks: readonly HttpCheck[], handler: HttpHandler): HttpHandler {
  return async (context) => {
    for (const check of checks) await check(context);
    return handler(context);
  };
}
