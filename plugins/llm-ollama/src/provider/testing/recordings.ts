import { type ProviderRecordings, type RecordedAnswer, scene } from '@hexaops/core/testing';

const lines = { 'content-type': 'application/x-ndjson' };
const envelope = { model: 'smollm2:latest', created_at: '2026-11-23T03:55:17.099782138Z' };

const line = (value: object): string => `${JSON.stringify({ ...envelope, ...value })}\n`;
const piece = (content: string): string => line({ message: { role: 'assistant', content }, done: false });

function last(reason: string, message: object = { role: 'assistant', content: '' }): string {
  return line({
    message,
    done: true,
    done_reason: reason,
    total_duration: 9_430_360_551,
    load_duration: 178_070_211,
    prompt_eval_count: scene.inputTokens,
    prompt_eval_duration: 3_597_395_094,
    eval_count: scene.outputTokens,
    eval_duration: 4_767_421_443,
  });
}

function written(text: string, reason = 'stop'): RecordedAnswer {
  return { headers: lines, pieces: [...(text.match(/\S+\s*/g) ?? []).map(piece), last(reason)] };
}

const refusal = (status: number, error: string, headers = {}): RecordedAnswer => {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    pieces: [JSON.stringify({ error })],
  };
};

const calls = scene.calls.map(({ name, input }, index) => ({
  id: `call_${index}`,
  function: { index, name, arguments: input },
}));

export const recordings: ProviderRecordings = {
  source:
    'answers of Ollama 0.17.4 and its sources; keys and rates are those of a proxy before it, for Ollama itself knows neither, and ends no answer because of what stands in it',
  text: written(scene.text),
  whole: { pieces: [last('stop', { role: 'assistant', content: scene.text })] },
  tools: {
    headers: lines,
    pieces: [line({ message: { role: 'assistant', content: '', tool_calls: calls }, done: false }), last('stop')],
  },
  structured: written(JSON.stringify(scene.value)),
  filtered: written(scene.text, 'content_filter'),
  length: written(scene.text, 'length'),
  beginning: [piece('The '), piece('pod ')],
  malformed: { headers: lines, pieces: ['{"model":"smollm2:latest","mess\n'] },
  failsMidway: {
    headers: lines,
    pieces: [
      piece('The '),
      `${JSON.stringify({ error: 'an error was encountered while running the model: CUDA error' })}\n`,
    ],
  },
  errors: {
    unauthorized: refusal(401, 'unauthorized'),
    forbidden: refusal(403, 'forbidden'),
    noSuchModel: refusal(404, "model 'smollm2' not found"),
    tooLong: refusal(400, 'the input length exceeds the context length'),
    invalid: refusal(400, 'smollm2:latest does not support tools'),
    failed: refusal(500, 'llama runner process has terminated: exit status 2'),
  },
  rateLimited: { ...refusal(429, 'too many requests', { 'retry-after': '7' }), retryAfterSeconds: 7 },
  overloaded: refusal(503, 'server busy, please try again.  maximum pending requests exceeded'),
};
