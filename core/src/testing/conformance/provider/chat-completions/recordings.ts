import { type ProviderRecordings, type RecordedAnswer, scene, serverSentEvents } from '../recording.ts';
import { errors } from './errors.ts';

const events = { 'content-type': 'text/event-stream; charset=utf-8' };
const usage = {
  prompt_tokens: scene.inputTokens,
  completion_tokens: scene.outputTokens,
  total_tokens: scene.inputTokens + scene.outputTokens,
  prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
  completion_tokens_details: {
    reasoning_tokens: 0,
    audio_tokens: 0,
    accepted_prediction_tokens: 0,
    rejected_prediction_tokens: 0,
  },
};

const envelope = {
  id: 'chatcmpl-D8Z5oo6uDh67AD85p73ksdT1KxhE0',
  object: 'chat.completion.chunk',
  created: 1_770_933_892,
  model: 'gpt-4.1-nano-2025-04-14',
  service_tier: 'default',
  system_fingerprint: 'fp_de604bd877',
};

function chunk(delta: object, finish: string | null = null) {
  return {
    ...envelope,
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
    usage: null,
    obfuscation: 'Qup1',
  };
}

/** The last two of every stream: the usage, which no choice goes with, and the mark of the end. */
const end = [{ ...envelope, choices: [], usage, obfuscation: '' }, '[DONE]'];
const role = chunk({ role: 'assistant', content: '', refusal: null });

function written(text: string, finish: string): RecordedAnswer {
  const pieces = (text.match(/[\s\S]{1,9}/g) ?? []).map((content) => chunk({ content }));
  return { headers: events, pieces: serverSentEvents([role, ...pieces, chunk({}, finish), ...end]) };
}

/** A call in pieces: the first has its id and name, the others its arguments. */
function callPieces({ name, input }: (typeof scene.calls)[number], index: number) {
  const piece = (call: object) => chunk({ tool_calls: [{ index, ...call }] });
  const [first = '', ...rest] = JSON.stringify(input).match(/.{1,8}/g) ?? [];
  return [
    piece({ id: `call_${name}`, type: 'function', function: { name, arguments: '' } }),
    ...[first, ...rest].map((part) => piece({ function: { arguments: part } })),
  ];
}

/** Of the API that most servers of models speak, as its first one answers. */
export const chatRecordings: ProviderRecordings = {
  source: 'written by hand in the shape of https://platform.openai.com/docs/api-reference/chat-streaming',
  text: written(scene.text, 'stop'),
  whole: {
    pieces: [
      JSON.stringify({
        ...envelope,
        object: 'chat.completion',
        choices: [
          {
            index: 0,
            message: { role: 'assistant', content: scene.text, refusal: null, annotations: [] },
            logprobs: null,
            finish_reason: 'stop',
          },
        ],
        usage,
      }),
    ],
  },
  tools: {
    headers: events,
    pieces: serverSentEvents([
      chunk({ role: 'assistant', content: null, refusal: null }),
      ...scene.calls.flatMap(callPieces),
      chunk({}, 'tool_calls'),
      ...end,
    ]),
  },
  structured: written(JSON.stringify(scene.value), 'stop'),
  filtered: written('The pod', 'content_filter'),
  length: written('The pod checkout-1 is out', 'length'),
  beginning: serverSentEvents([role, chunk({ content: 'The pod' })]),
  malformed: {
    headers: events,
    pieces: [...serverSentEvents([role]), 'data: {"id":"chatcmpl-D8Z5","choices":[{"index":0,"del\n\n'],
  },
  failsMidway: {
    headers: events,
    pieces: serverSentEvents([
      role,
      chunk({ content: 'The pod' }),
      {
        error: {
          message: 'The server had an error while processing your request. Sorry about that!',
          type: 'server_error',
          param: null,
          code: null,
        },
      },
    ]),
  },
  ...errors,
};
