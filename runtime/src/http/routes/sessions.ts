import type { Engine } from '@hexaops/core';
import { callerOf, idOf, type HttpContext, type HttpHandler } from '../request/context.ts';

/** `GET /v1/chat/sessions`. */
export function getSessions(engine: Engine): HttpHandler {
  return (context) => listSessions(context, engine);
}

/** `GET /v1/chat/sessions/{id}/history`. */
export function getHistory(engine: Engine): HttpHandler {
  return (context) => showHistory(context, engine, idOf(context));
}

/** `DELETE /v1/chat/sessions/{id}`. */
export function removeSession(engine: Engine): HttpHandler {
  return (context) => deleteSession(context, engine, idOf(context));
}

/** `DELETE /v1/sessions`. */
export function removeAllSessions(engine: Engine): HttpHandler {
  return (context) => deleteAllSessions(context, engine);
}

export async function listSessions(context: HttpContext, engine: Engine): Promise<void> {
  const caller = callerOf(context);
  const sessions = await engine.sessions(caller);
  context.body = {
    user_id: caller.subject,
    workspace_id: caller.workspace,
    sessions: sessions.map(({ id, title, createdAt, lastUsedAt }) => ({
      session_id: id,
      title,
      created_at: new Date(createdAt).toISOString(),
      last_used_at: new Date(lastUsedAt).toISOString(),
    })),
  };
}

export async function showHistory(context: HttpContext, engine: Engine, session: string): Promise<void> {
  const entries = await engine.history(callerOf(context), session);
  context.body = {
    session_id: session,
    messages: entries.map(({ run, role, content, timestamp }) => ({ role, content, timestamp, run_id: run })),
  };
}

export async function deleteSession(context: HttpContext, engine: Engine, session: string): Promise<void> {
  await engine.deleteSession(callerOf(context), session);
  context.status = 204;
}

export async function deleteAllSessions(context: HttpContext, engine: Engine): Promise<void> {
  await engine.deleteCallerData(callerOf(context));
  context.status = 204;
}
