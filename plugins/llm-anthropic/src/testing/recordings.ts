import { type ProviderRecordings, type RecordedAnswer, scene, serverSentEvents } from '@hexaops/core/testing';

const events = { 'content-type': 'text/event-stream; charset=utf-8' };
const model = 'claude-sonnet-4-5-20250929';
const input = {
  input_tokens: scene.inputTokens,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 0,
};

const begun = {
  type: 'message_start',
  message: {
    model,
    id: 'msg_01QC4g3HwBThD4BaNtBckFDJ',
    type: 'message',
    role: 'assistant',
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: {
      ...input,
      cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
      output_tokens: 1,
      service_tier: 'standard',
    },
  },
};

function ended(reason: string): readonly object[] {
  const delta = { stop_reason: reason, stop_sequence: null };
  return [
    { type: 'message_delta', delta, usage: { ...input, output_tokens: scene.outputTokens } },
    { type: 'message_stop' },
  ];
}

function stream(values: readonly object[]): RecordedAnswer {
  return { headers: events, pieces: serverSentEvents(values, { named: true }) };
}

const openText = [
  { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
  { type: 'ping' },
];

function deltas(text: string): readonly object[] {
  return (text.match(/[\s\S]{1,9}/g) ?? []).map((piece) => {
    return { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: piece } };
  });
}

function written(text: string, reason: string): RecordedAnswer {
  return stream([begun, ...openText, ...deltas(text), { type: 'content_block_stop', index: 0 }, ...ended(reason)]);
}

interface Call {
  readonly name: string;
  readonly input: object;
}

function callBlock({ name, input: values }: Call, index: number): readonly object[] {
  const pieces = ['', ...(JSON.stringify(values).match(/.{1,8}/g) ?? [])];
  return [
    { type: 'content_block_start', index, content_block: { type: 'tool_use', id: `toolu_${name}`, name, input: {} } },
    ...pieces.map((piece) => ({
      type: 'content_block_delta',
      index,
      delta: { type: 'input_json_delta', partial_json: piece },
    })),
    { type: 'content_block_stop', index },
  ];
}

/** Of what was thought: it comes before the calls, and is refused when it does not come back with what came of them. */
const signature = 'EqQBCgIYAhIM1gbcDa9GJwZA2b3hGgxBdjrkzLoky3dl1pkiMOYds9KxFgE1';

const thoughtBlock = [
  { type: 'content_block_start', index: 0, content_block: { type: 'thinking', thinking: '', signature: '' } },
  { type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: 'Both have to be read.' } },
  { type: 'content_block_delta', index: 0, delta: { type: 'signature_delta', signature } },
  { type: 'content_block_stop', index: 0 },
];

/** Forms with an object of which nothing is known are given by a tool of the name `json`, which is called with the output. */
const jsonTool: Call = { name: 'json', input: scene.value };

function refusal(status: number, type: string, message: string, headers = {}): RecordedAnswer {
  const body = { type: 'error', error: { type, message }, request_id: 'req_011CSHoEeqs5C35K2UUqR7Fy' };
  return { status, headers: { 'request-id': body.request_id, ...headers }, pieces: [JSON.stringify(body)] };
}

export const recordings: ProviderRecordings = {
  source:
    'written by hand in the shape of https://platform.claude.com/docs/en/build-with-claude/streaming and https://platform.claude.com/docs/en/api/errors',
  text: written(scene.text, 'end_turn'),
  whole: {
    pieces: [
      JSON.stringify({
        ...begun.message,
        content: [{ type: 'text', text: scene.text }],
        stop_reason: 'end_turn',
        usage: { ...begun.message.usage, output_tokens: scene.outputTokens },
      }),
    ],
  },
  tools: stream([
    begun,
    { type: 'ping' },
    ...thoughtBlock,
    ...scene.calls.flatMap((call, index) => callBlock(call, index + 1)),
    ...ended('tool_use'),
  ]),
  sentBack: signature,
  structured: stream([begun, ...callBlock(jsonTool, 0), ...ended('tool_use')]),
  filtered: stream([begun, { type: 'ping' }, ...ended('refusal')]),
  length: written('The pod checkout-1 is out', 'max_tokens'),
  beginning: stream([begun, ...openText, ...deltas('The pod is')]).pieces,
  malformed: {
    headers: events,
    pieces: [...stream([begun]).pieces, 'event: content_block_delta\ndata: {"type":"content_block_del\n\n'],
  },
  failsMidway: stream([
    begun,
    ...openText,
    ...deltas('The pod'),
    { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } },
  ]),
  errors: {
    unauthorized: refusal(401, 'authentication_error', 'invalid x-api-key'),
    forbidden: refusal(403, 'permission_error', 'Your API key does not have permission to use the specified resource.'),
    noSuchModel: refusal(404, 'not_found_error', 'model: claude-sonnet-9'),
    tooLong: refusal(400, 'invalid_request_error', 'prompt is too long: 213452 tokens > 200000 maximum'),
    invalid: refusal(400, 'invalid_request_error', 'max_tokens: 0 is less than the minimum value of 1'),
    failed: refusal(500, 'api_error', 'Internal server error'),
  },
  rateLimited: {
    ...refusal(
      429,
      'rate_limit_error',
      'This request would exceed your organization’s rate limit of 40,000 input tokens per minute.',
      {
        'retry-after': '23',
        'anthropic-ratelimit-input-tokens-remaining': '0',
      },
    ),
    retryAfterSeconds: 23,
  },
  overloaded: refusal(529, 'overloaded_error', 'Overloaded'),
};
