import {
  chatRecordings,
  type ProviderRecordings,
  type RecordedAnswer,
  scene,
  serverSentEvents,
} from '@hexaops/core/testing';

const events = { 'content-type': 'text/event-stream; charset=utf-8' };
const usage = {
  input_tokens: scene.inputTokens,
  input_tokens_details: { cache_write_tokens: 0, cached_tokens: 0 },
  output_tokens: scene.outputTokens,
  output_tokens_details: { reasoning_tokens: 0 },
  total_tokens: scene.inputTokens + scene.outputTokens,
};

function response(status: string, rest: object = {}) {
  return {
    id: 'resp_0775572d10a16b66006a8d85285ef487d2ae865d3657af7276',
    object: 'response',
    created_at: 1_787_659_560,
    status,
    background: false,
    completed_at: null,
    error: null,
    incomplete_details: null,
    instructions: null,
    max_output_tokens: null,
    max_tool_calls: null,
    model: 'gpt-5.1-2025-11-13',
    output: [],
    parallel_tool_calls: true,
    previous_response_id: null,
    prompt_cache_key: null,
    reasoning: { effort: 'none', summary: null },
    safety_identifier: null,
    service_tier: 'auto',
    store: false,
    temperature: 1,
    text: { format: { type: 'text' }, verbosity: 'medium' },
    tool_choice: 'auto',
    tools: [],
    top_logprobs: 0,
    top_p: 1,
    truncation: 'disabled',
    usage: null,
    user: null,
    metadata: {},
    ...rest,
  };
}

const begun = [
  { type: 'response.created', response: response('in_progress') },
  { type: 'response.in_progress', response: response('in_progress') },
];
const item = 'msg_0775572d10a16b66006a8d8528e8a887d2';
const at = { item_id: item, output_index: 0, content_index: 0 };

function message(text: string, status: string) {
  return {
    id: item,
    type: 'message',
    status,
    content: [{ type: 'output_text', annotations: [], logprobs: [], text }],
    role: 'assistant',
  };
}

function opening(text: string) {
  return [
    ...begun,
    { type: 'response.output_item.added', output_index: 0, item: { ...message('', 'in_progress'), content: [] } },
    {
      type: 'response.content_part.added',
      ...at,
      part: { type: 'output_text', annotations: [], logprobs: [], text: '' },
    },
    ...(text.match(/[\s\S]{1,9}/g) ?? []).map((delta) => ({
      type: 'response.output_text.delta',
      ...at,
      delta,
      logprobs: [],
      obfuscation: 'H2d0',
    })),
  ];
}

function stream(values: readonly object[]): RecordedAnswer {
  const numbered = values.map((value, index) => ({ ...value, sequence_number: index }));
  return { headers: events, pieces: serverSentEvents(numbered, { named: true }) };
}

/** `incomplete`: why the output ends before its end. */
function written(text: string, incomplete?: string): RecordedAnswer {
  const status = incomplete === undefined ? 'completed' : 'incomplete';
  const details = incomplete === undefined ? null : { reason: incomplete };
  const last = response(status, { output: [message(text, status)], usage, incomplete_details: details });
  return stream([
    ...opening(text),
    { type: 'response.output_text.done', ...at, text, logprobs: [] },
    { type: 'response.content_part.done', ...at, part: { type: 'output_text', annotations: [], logprobs: [], text } },
    { type: 'response.output_item.done', output_index: 0, item: message(text, status) },
    { type: `response.${status}`, response: last },
  ]);
}

function functionCall({ name, input }: (typeof scene.calls)[number], status: string) {
  const written = status === 'completed' ? JSON.stringify(input) : '';
  return { id: `fc_${name}`, type: 'function_call', status, arguments: written, call_id: `call_${name}`, name };
}

/** What the model has thought, sealed: nothing is kept at the server, so it comes back with what came of the calls. */
const thought = 'gAAAAABpKcB2vN1yVqS0Yx3bQ7uGf1pXr8w';

function thoughtEvents(index: number): readonly object[] {
  const item = { id: 'rs_0775572d10a16b66006a8d8527', type: 'reasoning', summary: [] };
  return [
    { type: 'response.output_item.added', output_index: index, item: { ...item, encrypted_content: '' } },
    { type: 'response.output_item.done', output_index: index, item: { ...item, encrypted_content: thought } },
  ];
}

function callEvents(call: (typeof scene.calls)[number], index: number): readonly object[] {
  const place = { item_id: `fc_${call.name}`, output_index: index };
  const text = JSON.stringify(call.input);
  return [
    { type: 'response.output_item.added', output_index: index, item: functionCall(call, 'in_progress') },
    ...(text.match(/.{1,8}/g) ?? []).map((delta) => ({
      type: 'response.function_call_arguments.delta',
      ...place,
      delta,
      obfuscation: 'DkY5',
    })),
    { type: 'response.function_call_arguments.done', ...place, arguments: text },
    { type: 'response.output_item.done', output_index: index, item: functionCall(call, 'completed') },
  ];
}

const failure = { code: 'server_error', message: 'The model had an error while generating the response.' };

export const responsesRecordings: ProviderRecordings = {
  source: 'written by hand in the shape of https://platform.openai.com/docs/api-reference/responses-streaming',
  text: written(scene.text),
  whole: { pieces: [JSON.stringify(response('completed', { output: [message(scene.text, 'completed')], usage }))] },
  tools: stream([
    ...begun,
    ...thoughtEvents(0),
    ...scene.calls.flatMap((call, index) => callEvents(call, index + 1)),
    {
      type: 'response.completed',
      response: response('completed', { output: scene.calls.map((call) => functionCall(call, 'completed')), usage }),
    },
  ]),
  sentBack: thought,
  structured: written(JSON.stringify(scene.value)),
  filtered: written('The pod', 'content_filter'),
  length: written('The pod checkout-1 is out', 'max_output_tokens'),
  beginning: stream(opening('The pod is')).pieces,
  malformed: {
    headers: events,
    pieces: [...stream(begun).pieces, 'event: response.output_text.delta\ndata: {"type":"response.output_te\n\n'],
  },
  failsMidway: stream([
    ...opening('The pod'),
    { type: 'error', ...failure, param: null },
    { type: 'response.failed', response: response('failed', { error: failure }) },
  ]),
  // They are refused in the same words.
  errors: chatRecordings.errors,
  rateLimited: chatRecordings.rateLimited,
  overloaded: chatRecordings.overloaded,
};
