import type { Schema } from '@hexaops/core';
import { alertmanagerSchema } from '../schemas/alertmanager.ts';
import {
  approvalAliasSchema,
  approvalCommandSchema,
  inputAliasSchema,
  runCommandSchema,
  streamOnlySchema,
} from '../schemas/command.ts';
import { idSchema } from '../schemas/common.ts';
import { feedbackAliasSchema, feedbackCommandSchema } from '../schemas/feedback.ts';
import { alertsAnswer, insightAnswer, insightsAnswer, recommendationsAnswer } from '../schemas/insight-answers.ts';
import { messageSchema, messagesSchema } from '../schemas/message.ts';
import { analyzeSchema, remediateSchema } from '../schemas/workspace.ts';
import * as answers from './answers.ts';

/** One method of one path. */
export interface Operation {
  readonly method: 'get' | 'post' | 'delete';
  /** As in OpenAPI: `/v1/runs/{id}/events`. */
  readonly path: string;
  readonly id: string;
  readonly summary: string;
  /** What the request has to bear. */
  readonly security: 'token' | 'alert-sender' | 'none';
  readonly query?: Readonly<Record<string, Schema>>;
  readonly body?: Schema;
  /** A request without a body is one with `{}`. */
  readonly isBodyOptional?: boolean;
  /** By status; null where there is no content. Problems are not listed: every operation may answer with one. */
  readonly answers: Readonly<Record<number, Schema | null>>;
  /** Whether the answer is a stream of server-sent events where the client wants one. */
  readonly streams?: boolean;
}

const ran = { 200: answers.reply, 202: answers.reply } as const;
const page = { limit: { type: 'integer', minimum: 1, maximum: 200 } } as const;
const cursor = {
  after: { type: 'integer', minimum: 0 },
  wait: { type: 'integer', minimum: 0, maximum: 60 },
} as const;
const readRun = {
  200: { anyOf: [answers.replyWithEvents, answers.laterEvents] },
  202: answers.replyWithEvents,
} as const;

/** Every operation of the service, in the order of docs/http.md. The routes are held to this list by a test. */
export const operations: readonly Operation[] = [
  {
    method: 'post',
    path: '/v1/chat',
    id: 'chat',
    summary: 'Asks, goes on with a run, cancels it, answers its question, rates it, decides an approval',
    security: 'token',
    body: { oneOf: [messageSchema, messagesSchema, runCommandSchema, approvalCommandSchema, feedbackCommandSchema] },
    answers: { 200: answers.reply, 202: { anyOf: [answers.reply, answers.rated] } },
    streams: true,
  },
  {
    method: 'get',
    path: '/v1/chat',
    id: 'readChat',
    summary:
      'Events of a run, messages of a session, sessions, approvals: exactly one of `run`, `session`, `sessions`, `approvals`',
    security: 'token',
    query: {
      run: idSchema,
      session: idSchema,
      sessions: { type: 'string' },
      approvals: { type: 'string' },
      protocol: { type: 'string' },
      ...cursor,
    },
    answers: {
      200: {
        anyOf: [answers.replyWithEvents, answers.laterEvents, answers.history, answers.sessions, answers.approvals],
      },
      202: answers.replyWithEvents,
    },
    streams: true,
  },
  {
    method: 'delete',
    path: '/v1/chat',
    id: 'deleteChat',
    summary: 'Deletes a session, or everything that the caller has said in the workspace (`sessions=all`)',
    security: 'token',
    query: { session: idSchema, sessions: { const: 'all' } },
    answers: { 204: null },
  },
  command('/v1/runs/{id}/resume', 'resumeRun', 'Goes on with a suspended run', streamOnlySchema, true),
  command('/v1/runs/{id}/cancel', 'cancelRun', 'Cancels a run', streamOnlySchema, true),
  command('/v1/runs/{id}/input', 'answerRun', 'Answers what a run asks', inputAliasSchema),
  {
    ...command('/v1/runs/{id}/feedback', 'rateRun', 'Says what the person thinks of a run', feedbackAliasSchema),
    answers: { 202: answers.rated },
    streams: false,
  },
  {
    method: 'get',
    path: '/v1/runs/{id}/events',
    id: 'runEvents',
    summary: 'The events of a run after a sequence',
    security: 'token',
    query: cursor,
    answers: readRun,
    streams: true,
  },
  read('/v1/approvals', 'approvals', 'Approvals that the caller may decide', answers.approvals),
  command('/v1/approvals/{id}', 'decideApproval', 'Decides an approval', approvalAliasSchema),
  read('/v1/sessions', 'sessions', 'The caller’s sessions', answers.sessions),
  {
    method: 'delete',
    path: '/v1/sessions',
    id: 'deleteSessions',
    summary: 'Deletes everything that the caller has said in the workspace',
    security: 'token',
    answers: { 204: null },
  },
  read('/v1/chat/sessions', 'chatSessions', 'The caller’s sessions', answers.sessions),
  read('/v1/chat/sessions/{id}/history', 'sessionHistory', 'The messages of a session', answers.history),
  {
    method: 'delete',
    path: '/v1/chat/sessions/{id}',
    id: 'deleteSession',
    summary: 'Deletes a session',
    security: 'token',
    answers: { 204: null },
  },
  {
    method: 'post',
    path: '/auth/validate',
    id: 'validateToken',
    summary: 'What the token says',
    security: 'token',
    answers: { 200: answers.validated },
  },
  command(
    '/workspaces/{id}/analyze',
    'analyzeWorkspace',
    'Asks the question that an analysis stands for',
    analyzeSchema,
  ),
  {
    ...command(
      '/workspaces/{id}/remediate',
      'remediateWorkspace',
      'Asks for changes, each on its own',
      remediateSchema,
    ),
    answers: { 200: { anyOf: [answers.reply, answers.replies] }, 202: answers.reply },
  },
  read('/workspaces/{id}/alerts', 'workspaceAlerts', 'Alerts of the workspace', alertsAnswer, page),
  read(
    '/workspaces/{id}/insights',
    'workspaceInsights',
    'What was looked into without anybody asking; one of it, whole',
    { anyOf: [insightsAnswer, insightAnswer] },
    { ...page, investigation: idSchema },
  ),
  read(
    '/workspaces/{id}/recommendations',
    'workspaceRecommendations',
    'What would mend what was found',
    recommendationsAnswer,
  ),
  {
    method: 'post',
    path: '/v1/alerts',
    id: 'receiveAlerts',
    summary: 'Alertmanager’s webhook, version 4',
    security: 'alert-sender',
    body: alertmanagerSchema,
    answers: { 202: answers.receivedAlerts },
  },
  open('/health', 'health', 'The components', answers.health),
  open('/livez', 'liveness', 'The process answers', answers.probe),
  {
    ...open('/readyz', 'readiness', 'Whether new requests should come here', answers.probe),
    answers: { 200: answers.probe, 503: answers.probe },
  },
];

function read(
  path: string,
  id: string,
  summary: string,
  answer: Schema,
  query?: Readonly<Record<string, Schema>>,
): Operation {
  return { method: 'get', path, id, summary, security: 'token', answers: { 200: answer }, ...(query && { query }) };
}

function command(path: string, id: string, summary: string, body: Schema, isBodyOptional = false): Operation {
  return { method: 'post', path, id, summary, security: 'token', body, isBodyOptional, answers: ran, streams: true };
}

function open(path: string, id: string, summary: string, answer: Schema): Operation {
  return { method: 'get', path, id, summary, security: 'none', answers: { 200: answer } };
}
