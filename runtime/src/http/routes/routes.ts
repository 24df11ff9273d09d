import { Router } from '@koa/router';
import type { RunService } from '../chat/answer.ts';
import type { Networks } from '../admission/source-address.ts';
import { authenticate } from '../request/authenticate.ts';
import { readJson, refuseUnreadableBodies } from '../request/body.ts';
import type { HttpHandler, HttpMiddleware, RequestState, Routed } from '../request/context.ts';
import { countRequests } from '../request/count-requests.ts';
import { getApprovals, postApproval } from './approvals.ts';
import { refuseAsInvalid, validateToken } from './authentication.ts';
import { deleteChat, getChat, postChat } from './chat.ts';
import { getHealth, getLiveness, getReadiness, refuseUnlessReady, type Readiness } from './health.ts';
import { getRunEvents, postRunCommand, postRunInput } from './runs.ts';
import { getHistory, getSessions, removeSession } from './sessions.ts';
import { notThereYet, postAnalyze, postRemediate } from './workspaces.ts';

/**
 * Every path of the service. A user's request reaches `/v1/chat` alone, through the control plane; the other paths under a
 * token are for those who call the service directly.
 */
export function routes(service: RunService, readiness: Readiness, proxies: Networks): Router<RequestState, Routed> {
  const { engine, limits, admission } = service;
  const router = new Router<RequestState, Routed>({ strict: true, sensitive: true });
  const underToken: readonly HttpMiddleware[] = [
    refuseUnlessReady(readiness),
    refuseUnreadableBodies(limits),
    authenticate(engine, admission, proxies),
    countRequests(admission),
    readJson(limits),
  ];
  const get = (path: string, handler: HttpHandler) => router.get(path, ...underToken, handler);
  const post = (path: string, handler: HttpHandler) => router.post(path, ...underToken, handler);
  const remove = (path: string, handler: HttpHandler) => router.delete(path, ...underToken, handler);

  router.get('/health', getHealth(engine, readiness));
  router.get('/livez', getLiveness());
  router.get('/readyz', getReadiness(readiness));

  post('/v1/chat', postChat(service));
  get('/v1/chat', getChat(service));
  remove('/v1/chat', deleteChat(service));

  get('/v1/chat/sessions', getSessions(engine));
  get('/v1/chat/sessions/:id/history', getHistory(engine));
  remove('/v1/chat/sessions/:id', removeSession(engine));
  post('/v1/runs/:id/resume', postRunCommand(service, 'resume'));
  post('/v1/runs/:id/cancel', postRunCommand(service, 'cancel'));
  post('/v1/runs/:id/input', postRunInput(service));
  get('/v1/runs/:id/events', getRunEvents(service));
  get('/v1/approvals', getApprovals(engine));
  post('/v1/approvals/:id', postApproval(service));

  router.post('/auth/validate', refuseAsInvalid(), ...underToken, validateToken());
  post('/workspaces/:id/analyze', postAnalyze(service));
  post('/workspaces/:id/remediate', postRemediate(service));
  get('/workspaces/:id/alerts', notThereYet('alerts', 'what is wrong?'));
  get('/workspaces/:id/insights', notThereYet('insights', 'what is wrong?'));
  get('/workspaces/:id/recommendations', notThereYet('recommendations', 'what should I do?'));
  return router;
}
