import type { Schema } from '@hexaops/core';
import { problemKinds } from '../problem/status.ts';

const text = { type: 'string' } as const;
const time = { type: 'string', format: 'date-time' } as const;
const count = { type: 'integer', minimum: 0 } as const;
const list = <const S extends Schema>(items: S) => ({ type: 'array', items }) as const;
const orNull = <const S extends Schema>(schema: S) => ({ anyOf: [schema, { type: 'null' }] }) as const;

/** A part of an event: docs/events.schema.json. */
const event = (name: string) => ({ $ref: `events.schema.json#/$defs/${name}` }) as const;

/** Everything is required but what is named: a client need not guess what an absence means. */
function object(properties: Readonly<Record<string, Schema>>, optional: readonly string[] = []): Schema {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: 'object', additionalProperties: false, required, properties };
}

const rendering = { ...list(text), description: 'what to show of it, line by line' };

export const rated = object({ run_id: text, score: { type: 'number' } });

export const problem = object(
  {
    type: { type: 'string', pattern: '^urn:hexaops:error:' },
    title: text,
    status: { type: 'integer', minimum: 400, maximum: 599 },
    code: { enum: Object.keys(problemKinds).toSorted() },
    detail: text,
    nextStep: text,
    instance: text,
    details: { type: 'object' },
    valid: { const: false, description: 'of a token that does not hold, on /auth/validate alone' },
  },
  ['nextStep', 'details', 'valid'],
);

const replyProperties = {
  reply: text,
  message: { anyOf: [text, object({ role: { const: 'assistant' }, content: text, timestamp: orNull(time) })] },
  session_id: text,
  run_id: text,
  user_id: text,
  workspace_id: text,
  status: { enum: ['running', 'suspended', 'completed', 'failed', 'cancelled'] },
  sequence: count,
  usage: object({
    prompt_tokens: count,
    completion_tokens: count,
    total_tokens: count,
    steps: count,
    evidence_bytes: count,
  }),
  suggestions: list(text),
  plan: orNull(event('plan')),
  findings: list(event('finding')),
  evidence: list(event('evidence')),
  citations: list(text),
  unavailable: list(event('unavailable')),
  previews: list(object({ approval: event('approval'), rendering })),
  approval: event('approval'),
  rendering,
  reauthentication: object({ reason: { enum: ['token-expired', 'permission-changed'] } }),
  input: object({ question: text, choices: list(object({ label: text, value: text })) }),
  error: event('error'),
} as const;
const sometimes = ['previews', 'approval', 'rendering', 'reauthentication', 'input', 'error'];

export const reply = object(replyProperties, sometimes);
/** Of several actions: a reply for each, or why it could not be begun. */
export const replies = object({ results: list({ anyOf: [reply, object({ error: event('error') })] }) });
const events = list({ $ref: 'events.schema.json' });
export const replyWithEvents = object({ ...replyProperties, events }, sometimes);
export const laterEvents = object({ run_id: text, after: count, sequence: count, events });

export const sessions = object({
  sessions: list(object({ session_id: text, title: text, created_at: time, last_used_at: time })),
});

export const history = object({
  session_id: text,
  messages: list(object({ role: { enum: ['user', 'assistant'] }, content: text, timestamp: time, run_id: text })),
});

export const approvals = object({
  approvals: list(object({ run_id: text, requested_by: text, approval: event('approval'), rendering })),
});

export const validated = object({
  valid: { const: true },
  user_id: text,
  workspace_id: text,
  organizations: list(text),
  expires_at: orNull(time),
});

export const health = object({
  status: { enum: ['ok', 'degraded', 'starting', 'draining'] },
  timestamp: time,
  components: {
    type: 'object',
    additionalProperties: object({ status: { enum: ['ok', 'failed'] }, message: text }, ['message']),
  },
});

export const probe = object({ status: { enum: ['ok', 'starting', 'ready', 'draining'] } });

export const receivedAlerts = object({
  received: count,
  refused: count,
  alerts: list({ type: 'object', required: ['outcome'] }),
});
