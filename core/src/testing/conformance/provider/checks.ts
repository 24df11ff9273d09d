import type {
  LanguageModelV4CallOptions,
  LanguageModelV4Content,
  LanguageModelV4GenerateResult,
} from '@ai-sdk/provider';
import type { HexaopsError } from '../../../errors.ts';
import { modelError } from '../../../llm/provider-error.ts';
import { readStream } from '../../../llm/read-stream.ts';
import { assert, type Check } from '../check.ts';
import { answered } from './answered.ts';
import { type ProviderUnderTest, type RecordedAnswer, scene } from './recording.ts';
import { replay } from './replay-server.ts';

const prompt: LanguageModelV4CallOptions['prompt'] = [
  { role: 'system', content: 'You look into a workspace.' },
  { role: 'user', content: [{ type: 'text', text: 'why is checkout failing?' }] },
];
const textSchema = { type: 'string' } as const;
const tools: NonNullable<LanguageModelV4CallOptions['tools']> = scene.calls.map(({ name, input }) => ({
  type: 'function',
  name,
  description: `The tool ${name}.`,
  inputSchema: {
    type: 'object',
    additionalProperties: false,
    required: Object.keys(input),
    properties: Object.fromEntries(Object.keys(input).map((key) => [key, textSchema])),
  },
}));
/** A form as plans have it: with an object of which nothing is known. */
const responseFormat: NonNullable<LanguageModelV4CallOptions['responseFormat']> = {
  type: 'json',
  name: 'diagnosis',
  schema: {
    type: 'object',
    additionalProperties: false,
    required: ['cause', 'restarts'],
    properties: { cause: textSchema, restarts: { type: 'integer' }, labels: { type: 'object' } },
  },
};
const key = 'sk-canary-of-the-suite-0123456789';
/** Milliseconds; nothing that is right waits for it. */
const patient = { firstChunkMilliseconds: 60_000, idleMilliseconds: 60_000 };

/** What a provider of models must do, by recorded answers of its server: what the engine makes of each. */
export function providerChecks(provider: ProviderUnderTest): readonly Check[] {
  const { recordings } = provider;
  return [
    {
      name: 'gives a text as it is written, with what it has cost',
      async run() {
        const result = await call(provider, recordings.text);
        assert.equal(textOf(result.content), scene.text);
        assert.equal(result.finishReason.unified, 'stop');
        assert.deepEqual(usageOf(result), [scene.inputTokens, scene.outputTokens]);
        await using server = await replay(recordings.text);
        const { stream } = await provider.open(server.url, key).languageModel(provider.model).doStream({ prompt });
        const parts = await Array.fromAsync(stream);
        assert.ok(parts.filter(({ type }) => type === 'text-delta').length > 1, 'it comes in more than one piece');
      },
    },
    {
      name: 'gives the same to a call that does not stream',
      async run() {
        await using server = await replay(recordings.whole);
        const result = await provider.open(server.url, key).languageModel(provider.model).doGenerate({ prompt });
        assert.equal(textOf(result.content), scene.text);
        assert.deepEqual(usageOf(result), [scene.inputTokens, scene.outputTokens]);
      },
    },
    {
      name: 'offers tools, and gives several calls of one answer',
      async run() {
        await using server = await replay(recordings.tools);
        const result = await read(provider, server.url, { prompt, tools, toolChoice: { type: 'auto' } });
        const calls = result.content.flatMap((part) =>
          part.type === 'tool-call' ? [{ name: part.toolName, input: JSON.parse(part.input) as unknown }] : [],
        );
        assert.deepEqual(calls, scene.calls);
        assert.equal(result.finishReason.unified, 'tool-calls');
        const { body } = await server.requested();
        for (const { name } of scene.calls) assert.ok(body.includes(`"${name}"`), `${name} is offered`);
        const ids = result.content.flatMap((part) => (part.type === 'tool-call' ? [part.toolCallId] : []));
        assert.equal(new Set(ids).size, scene.calls.length, 'each call has an id of its own');
      },
    },
    {
      name: 'sends back what came of its calls',
      async run() {
        await using server = await replay(recordings.tools);
        const { content } = await read(provider, server.url, { prompt, tools });
        server.answer = recordings.text;
        await read(provider, server.url, { prompt: [...prompt, ...answered(content)], tools });
        const body = server.requests.at(-1)?.body ?? '';
        for (const { name } of scene.calls)
          assert.ok(body.includes(`read by ${name}`), `the result of ${name} is sent`);
        const { sentBack } = recordings;
        if (sentBack !== undefined)
          assert.equal(body.split(sentBack).length, 2, 'what the server wants back is sent, once');
      },
    },
    {
      name: 'holds an output to a form, also where the form has an object of which nothing is known',
      async run() {
        await using server = await replay(recordings.structured);
        const { content } = await read(provider, server.url, { prompt, responseFormat });
        assert.deepEqual(JSON.parse(textOf(content)), scene.value);
        const { body } = await server.requested();
        assert.ok(body.includes('restarts'), 'the form is sent');
        assert.ok(!/"strict"\s*:\s*true/.test(body), 'a strict form refuses objects of which nothing is known');
      },
    },
    {
      name: 'says that an output was cut, and that it was held back',
      async run() {
        assert.equal((await call(provider, recordings.length)).finishReason.unified, 'length');
        assert.equal((await call(provider, recordings.filtered)).finishReason.unified, 'content-filter');
      },
    },
    {
      name: 'ends at its server where a call is aborted',
      async run() {
        await using server = await replay({ ...recordings.text, pieces: recordings.beginning, then: 'silence' });
        const stop = new AbortController();
        const model = provider.open(server.url, key).languageModel(provider.model);
        const running = readStream(model, { prompt }, { name: 'm', patience: patient, signal: stop.signal });
        const { closed } = await server.requested();
        stop.abort();
        await assert.rejects(running);
        await closed;
      },
    },
    {
      name: 'is ended, at its server too, where it falls silent',
      async run() {
        await using server = await replay({ ...recordings.text, pieces: recordings.beginning, then: 'silence' });
        const model = provider.open(server.url, key).languageModel(provider.model);
        const signal = new AbortController().signal;
        const patience = { ...patient, idleMilliseconds: 40, firstChunkMilliseconds: 2_000 };
        await assert.rejects(readStream(model, { prompt }, { name: 'm', patience, signal }), {
          code: 'model-unavailable',
        });
        await (
          await server.requested()
        ).closed;
      },
    },
    ...(
      [
        ['a connection that is cut', { ...recordings.text, pieces: recordings.beginning, then: 'cut' }, true],
        ['a stream that ends without its end', { ...recordings.text, pieces: recordings.beginning }, true],
        ['an answer that is no JSON', recordings.malformed, true],
        ['a refusal in the middle of a stream', recordings.failsMidway, true],
        ['a server that fails', recordings.errors.failed, true],
        ['a server that has too much to do', recordings.overloaded, true],
        ['a key that is wrong', recordings.errors.unauthorized, false],
        ['a key that may not do this', recordings.errors.forbidden, false],
        ['a model that is not there', recordings.errors.noSuchModel, false],
        ['a call that the server does not understand', recordings.errors.invalid, false],
      ] as const
    ).map(([what, answer, retryable]): Check => {
      return {
        name: `says of ${what} that there is no answer, and ${retryable ? 'that asking again may help' : 'not to ask again'}`,
        async run() {
          const error = await failure(provider, answer);
          assert.ok(['model-unavailable', 'rate-limited'].includes(error.code), error.code);
          assert.equal(error.details?.['retryable'], retryable);
        },
      };
    }),
    {
      name: 'says that the rate is limited, and for how long',
      async run() {
        const error = await failure(provider, recordings.rateLimited);
        assert.equal(error.code, 'rate-limited');
        assert.equal(error.details?.['retryAfterSeconds'], recordings.rateLimited.retryAfterSeconds);
      },
    },
    {
      name: 'says that a prompt is too long',
      async run() {
        const error = await failure(provider, recordings.errors.tooLong);
        assert.equal(error.code, 'model-input-too-large');
        assert.equal(error.details?.['retryable'], false);
      },
    },
    {
      name: 'says nothing of its key or of its server’s words in an error',
      async run() {
        for (const answer of Object.values(recordings.errors)) {
          const said = JSON.stringify({ ...answer, pieces: [...answer.pieces, key] });
          const error = await failure(provider, JSON.parse(said) as RecordedAnswer);
          const told = JSON.stringify([error.message, error.nextStep, error.details]);
          assert.ok(!told.includes('canary'), told);
        }
      },
    },
    {
      name: 'keeps its key to its own server, in the header for it alone',
      async run() {
        await using server = await replay(recordings.text);
        await read(provider, server.url, { prompt });
        const { headers, path, body } = await server.requested();
        assert.ok(String(headers[provider.keyHeader]).includes(key));
        assert.ok(!path.includes(key) && !body.includes(key), 'no key in a URL or a body');
      },
    },
    {
      name: 'never sends one caller’s key or prompt to another’s server, however calls interleave',
      async run() {
        await using one = await replay(recordings.text);
        await using other = await replay(recordings.text);
        const sides = [
          { server: one, word: 'first' },
          { server: other, word: 'second' },
        ];
        const opened = sides.map(({ server, word }) => provider.open(server.url, `key-of-${word}`));
        await Promise.all(
          Array.from({ length: 100 }, async (_, index) => {
            const side = index % 2;
            const text = `prompt-of-${sides[side]?.word}`;
            const model = opened[side]?.languageModel(provider.model);
            assert.ok(model !== undefined);
            const options: LanguageModelV4CallOptions = {
              prompt: [{ role: 'user', content: [{ type: 'text', text }] }],
            };
            await readStream(model, options, { name: 'm', patience: patient, signal: new AbortController().signal });
          }),
        );
        for (const { server, word } of sides) {
          assert.equal(server.requests.length, 50);
          for (const { headers, body, path } of server.requests) {
            const sent = JSON.stringify([headers, body, path]);
            assert.ok(sent.includes(`key-of-${word}`) && sent.includes(`prompt-of-${word}`));
            assert.ok(!sent.includes(word === 'first' ? 'of-second' : 'of-first'));
          }
        }
      },
    },
  ];
}

function read(
  provider: ProviderUnderTest,
  url: string,
  options: LanguageModelV4CallOptions,
): Promise<LanguageModelV4GenerateResult> {
  const signal = new AbortController().signal;
  return readStream(provider.open(url, key).languageModel(provider.model), options, {
    name: 'm',
    patience: patient,
    signal,
  });
}

async function call(provider: ProviderUnderTest, answer: RecordedAnswer): Promise<LanguageModelV4GenerateResult> {
  await using server = await replay(answer);
  return await read(provider, server.url, { prompt });
}

async function failure(provider: ProviderUnderTest, answer: RecordedAnswer): Promise<HexaopsError> {
  try {
    await call(provider, answer);
  } catch (error) {
    return modelError('provider/model', error);
  }
  throw new Error('the call did not fail');
}

function textOf(content: readonly LanguageModelV4Content[]): string {
  return content.map((part) => (part.type === 'text' ? part.text : '')).join('');
}

function usageOf({ usage }: LanguageModelV4GenerateResult): readonly (number | undefined)[] {
  return [usage.inputTokens.total, usage.outputTokens.total];
}
