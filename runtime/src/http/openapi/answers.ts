import { problemKinds } from '../problem/status.ts';
import { answer, event, list, orNull, text, time } from '../schemas/answer.ts';

const count = { type: 'integer', minimum: 0 } as const;
const rendering = { ...list(text), description: 'what to show of it, line by line' };

export const rated = answer({ run_id: text, score: { type: 'number' } });

export const problem = answer(
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
  message: { anyOf: [text, answer({ role: { const: 'assistant' }, content: text, timestamp: orNull(time) })] },
  session_id: text,
  run_id: text,
  user_id: text,
  workspace_id: text,
  status: { enum: ['running', 'suspended', 'completed', 'failed', 'cancelled'] },
  sequence: count,
  usage: answer({
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
  previews: list(answer({ approval: event('approval'), rendering })),
  approval: event('approval'),
  rendering,
  reauthentication: answer({ reason: { enum: ['token-expired', 'permission-changed'] } }),
  input: answer({ question: text, choices: list(answer({ label: text, value: text })) }),
  error: event('error'),
} as const;
const sometimes = ['previews', 'approval', 'rendering', 'reauthentication', 'input', 'error'];

export const reply = answer(replyProperties, sometimes);
/** Of several actions: a reply for each, or why it could not be begun. */
export const replies = answer({ results: list({ anyOf: [reply, answer({ error: event('error') })] }) });
const events = list({ $ref: 'events.schema.json' });
export const replyWithEvents = answer({ ...replyProperties, events }, sometimes);
export const laterEvents = answer({ run_id: text, after: count, sequence: count, events });

export const sessions = answer({
  user_id: text,
  workspace_id: text,
  sessions: list(answer({ session_id: text, title: text, created_at: time, last_used_at: time })),
});

export const history = answer({
  session_id: text,
  messages: list(answer({ role: { enum: ['user', 'assistant'] }, content: text, timestamp: time, run_id: text })),
});

export const approvals = answer({
  approvals: list(
    answer({ run_id: text, requested_by: text, own: { type: 'boolean' }, approval: event('approval'), rendering }),
  ),
});

export const validated = answer({
  valid: { const: true },
  user_id: text,
  workspace_id: text,
  organizations: list(text),
  expires_at: orNull(time),
});

export const health = answer({
  status: { enum: ['ok', 'degraded', 'starting', 'draining'] },
  timestamp: time,
  components: {
    type: 'object',
    additionalProperties: answer({ status: { enum: ['ok', 'failed'] }, message: text }, ['message']),
  },
});

export const probe = answer({ status: { enum: ['ok', 'starting', 'ready', 'draining'] } });

export const receivedAlerts = answer({
  received: count,
  refused: count,
  alerts: list({ type: 'object', required: ['outcome'] }),
});
