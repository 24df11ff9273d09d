import { type ProviderRecordings, type RecordedAnswer, scene, serverSentEvents } from '@hexaops/core/testing';

// What the server answers, as it goes over the wire. Record your own server's answers: nothing else shows what it really does.
const events = { 'content-type': 'text/event-stream; charset=utf-8' };
const usage = { prompt_tokens: scene.inputTokens, completion_tokens: scene.outputTokens };
const envelope = { id: 'chat-1', object: 'chat.completion.chunk', created: 1_770_000_000, model: 'large' };

function chunk(delta: object, finish: string | null = null): object {
  return { ...envelope, choices: [{ index: 0, delta, finish_reason: finish }] };
}

const role = chunk({ role: 'assistant', content: '' });
const end = [{ ...envelope, choices: [], usage }, '[DONE]'];

function written(text: string, finish: string): RecordedAnswer {
  const pieces = (text.match(/[\s\S]{1,9}/g) ?? []).map((content) => chunk({ content }));
  return { headers: events, pieces: serverSentEvents([role, ...pieces, chunk({}, finish), ...end]) };
}

/** A call in pieces: the first has its id and name, the others its arguments. */
function callPieces({ name, input }: (typeof scene.calls)[number], index: number): readonly object[] {
  const piece = (call: object) => chunk({ tool_calls: [{ index, ...call }] });
  return [
    piece({ id: `call_${name}`, type: 'function', function: { name, arguments: '' } }),
    piece({ function: { arguments: JSON.stringify(input) } }),
  ];
}

function refusal(status: number, code: string, message: string, headers = {}): RecordedAnswer {
  const error = { message, type: 'invalid_request_error', param: null, code };
  return { status, headers, pieces: [JSON.stringify({ error })] };
}

const message = { role: 'assistant', content: scene.text };
const whole = {
  ...envelope,
  object: 'chat.completion',
  choices: [{ index: 0, message, finish_reason: 'stop' }],
  usage,
};
const failure = { error: { message: 'It failed.', type: 'server_error', param: null, code: null } };

export const recordings: ProviderRecordings = {
  source: 'https://platform.openai.com/docs/api-reference/chat-streaming',
  text: written(scene.text, 'stop'),
  whole: { pieces: [JSON.stringify(whole)] },
  tools: {
    headers: events,
    pieces: serverSentEvents([role, ...scene.calls.flatMap(callPieces), chunk({}, 'tool_calls'), ...end]),
  },
  structured: written(JSON.stringify(scene.value), 'stop'),
  filtered: written('The pod', 'content_filter'),
  length: written('The pod checkout-1 is out', 'length'),
  beginning: serverSentEvents([role, chunk({ content: 'The pod' })]),
  malformed: { headers: events, pieces: [...serverSentEvents([role]), 'data: {"id":"chat-1","choices":[{"del\n\n'] },
  failsMidway: { headers: events, pieces: serverSentEvents([role, chunk({ content: 'The pod' }), failure]) },
  errors: {
    unauthorized: refusal(401, 'invalid_api_key', 'The key is wrong.'),
    forbidden: refusal(403, 'forbidden', 'The key may not do this.'),
    noSuchModel: refusal(404, 'model_not_found', 'There is no such model.'),
    tooLong: refusal(400, 'context_length_exceeded', 'The maximum context length is 8000 tokens.'),
    invalid: refusal(400, 'unsupported_parameter', 'There is no such parameter.'),
    failed: refusal(500, 'server_error', 'It failed.'),
  },
  rateLimited: {
    ...refusal(429, 'rate_limit_exceeded', 'Too many requests.', { 'retry-after': '7' }),
    retryAfterSeconds: 7,
  },
  overloaded: refusal(503, 'overloaded', 'Too much to do.'),
};
