import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { createShop, findingOf, openShop, textEvidence } from '../../engine/testing/shop.ts';
import type { Engine } from '../../engine/types.ts';
import { llmProviderPoint } from '../../extension/llm.ts';
import type { ToolResult } from '../../extension/tool.ts';
import type { PluginApi } from '../../plugin/plugin.ts';
import type { RuleSet } from '../../rules/index.ts';
import { shownAfter } from '../../run/answer-words.ts';
import { isStored, type RunEvent, type StreamedEvent } from '../../run/events.ts';
import { collect, lastOf } from '../../testing/events.ts';
import { fakeCaller } from '../../testing/fake-caller.ts';
import { createScriptedModel, providerOf, type ScriptedTurn } from '../../testing/scripted-model.ts';
import { alice, models, plan } from './testing/asked.ts';

const first = 'The pod cart-7d9f has had 17 errors [e1].';
const second = 'All else is well [e1].';
const errors: ToolResult = { evidence: [textEvidence('17 errors in cart-7d9f, all else is well')], findings: [] };

interface Opened {
  readonly result?: ToolResult;
  readonly sets?: readonly RuleSet[];
  readonly also?: (api: PluginApi) => void;
}

/** An engine whose model plans one reading, and then words the answer as the turns say. */
function open(turns: readonly ScriptedTurn[], { result = errors, sets = [], also }: Opened = {}) {
  const shop = createShop();
  shop.result = () => result;
  const model = createScriptedModel([plan(['look', {}]), ...turns]);
  return openShop(shop, {
    config: { models },
    sets,
    plugin: (api) => {
      api.contribute(llmProviderPoint, providerOf(model));
      also?.(api);
    },
  });
}

/** What a reader is shown of an answer, one text after each piece and after the answer. */
function shownTo(events: readonly StreamedEvent[]): readonly string[] {
  let shown = '';
  return events.flatMap((event) => {
    if (event.type === 'answer-words') shown = shownAfter(shown, event);
    else if (event.type === 'answer') shown = event.text;
    else return [];
    return [shown];
  });
}

async function shown(turns: readonly ScriptedTurn[], options?: Opened): Promise<readonly string[]> {
  await using engine = await open(turns, options);
  return shownTo(await Array.fromAsync(engine.ask(alice, { message: 'is it all fine' })));
}

/** Reads until the first words are there, which a model that waits has written. */
async function untilWords(engine: Engine) {
  const iterator = engine.ask(alice, { message: 'is it all fine' })[Symbol.asyncIterator]();
  const events: RunEvent[] = [];
  for (;;) {
    const { value, done } = await iterator.next();
    assert.ok(done !== true, 'no words came');
    if (!isStored(value)) return { events, words: value, iterator };
    events.push(value);
  }
}

const said = (text: string) => text.replace(/ \[e1\]\.$/, '. [e1]');

describe('the words of an answer', () => {
  test('are told as they are made, and are not stored', async () => {
    const goOn = Promise.withResolvers<void>();
    const chunks = (async function* () {
      yield* ['The pod cart-7d9f has', ' had 17 err', `ors [e1]. ${second.slice(0, 3)}`];
      await goOn.promise;
      yield second.slice(3);
    })();
    await using engine = await open([{ chunks }]);
    const { events, words, iterator } = await untilWords(engine);
    const { run = '', session, sequence } = events.at(-1) ?? {};
    const { time, ...rest } = words;
    assert.deepEqual(rest, { type: 'answer-words', at: 0, text: said(first), run, session, sequence, version: 1 });
    assert.ok(Number.isFinite(Date.parse(time)));
    goOn.resolve();
    const later = await Array.fromAsync({ [Symbol.asyncIterator]: () => iterator });
    assert.equal(lastOf(later.filter(isStored), 'answer').text, `${said(first)} ${said(second)}`);
    const stored = await Array.fromAsync(engine.events(alice, run, 0, { follow: false }));
    assert.ok(stored.every(isStored));
    assert.equal(stored.length, lastOf(later.filter(isStored), 'run-finished').sequence);
  });

  test('are told to whoever comes late: all that has been said so far, in one piece', async () => {
    const goOn = Promise.withResolvers<void>();
    const chunks = (async function* () {
      yield* [`${first} `, `${second} `, 'And'];
      await goOn.promise;
    })();
    await using engine = await open([{ chunks }]);
    const { events, iterator } = await untilWords(engine);
    const { value } = await iterator.next();
    assert.equal(value.type === 'answer-words' && value.text, ` ${said(second)}`);
    const [{ run, sequence } = { run: '', sequence: 0 }] = events.slice(-1);
    const late = engine.events(alice, run, sequence)[Symbol.asyncIterator]();
    const told = await late.next();
    assert.ok(told.value?.type === 'answer-words');
    assert.deepEqual([told.value.at, told.value.text], [0, `${said(first)} ${said(second)}`]);
    goOn.resolve();
    await Array.fromAsync({ [Symbol.asyncIterator]: () => iterator });
    assert.deepEqual(
      (await Array.fromAsync({ [Symbol.asyncIterator]: () => late })).map(({ type }) => type),
      ['model-called', 'answer', 'usage', 'run-finished'],
    );
  });

  test('are the beginning of the answer wherever the model’s text was cut, and hold nothing that was struck', async () => {
    const sentences = [
      first,
      second,
      'There were 18 errors [e1].',
      'The service billing-2 fails [e1].',
      'So it seems.',
    ];
    const answers = fc.array(fc.tuple(fc.constantFrom(...sentences), fc.constantFrom(' ', '\n', '\n- ')), {
      minLength: 1,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(answers, fc.integer({ min: 1, max: 9 }), async (parts, size) => {
        const text = parts.flat().join('');
        const chunks = Array.from({ length: Math.ceil(text.length / size) }, (_, at) =>
          text.slice(at * size, (at + 1) * size),
        );
        const texts = await shown([{ chunks }]);
        const answer = texts.at(-1) ?? '';
        for (const words of texts) assert.ok(answer.startsWith(words), `${words} is not how it begins: ${answer}`);
        assert.doesNotMatch(texts.join('\n'), /18|billing|it seems/);
      }),
      { numRuns: 40 },
    );
  });

  test('are not told before they name what rules have found, and never where they do not', async () => {
    const result: ToolResult = { evidence: [textEvidence('all is well')], findings: [findingOf({})] };
    const names = 'The deployment checkout is scaled to zero [e1].';
    const other = 'The evidence says that all is well [e1].';
    assert.deepEqual(await shown([{ chunks: [`${other} `, `${names} `, 'So'] }], { result }), [
      `${said(other)} ${said(names)}`,
      `${said(other)} ${said(names)}\nSentences that no evidence bears out were left out.`,
    ]);
    assert.equal((await shown([{ chunks: [`${other} `, `${other} `] }], { result })).length, 1);
  });

  test('are taken back where the model breaks off: the templates have the word', async () => {
    const broken = (function* () {
      yield* [`${first} `, 'All'];
      throw new Error('connection reset');
    })();
    const [words, nothing, answer, ...more] = await shown([{ chunks: broken }]);
    assert.deepEqual([words, nothing, more], [said(first), '', []]);
    assert.match(answer ?? '', /17 errors in cart-7d9f, all else is well/);
  });

  test('of a model that breaks off are taken back before another’s are told', async () => {
    const broken = (function* () {
      yield* [`${first} `, 'All'];
      throw new Error('connection reset');
    })();
    const fallback: RuleSet = {
      apiVersion: 'hexaops/v1',
      kind: 'RuleSet',
      stage: 'model',
      rules: [
        {
          id: 'model.chat',
          match: { purpose: 'chat' },
          then: [{ use: { provider: 'test', model: 'm', fallback: [{ provider: 'test', model: 'n' }] } }],
        },
      ],
    };
    const texts = await shown([{ chunks: broken }, { chunks: [`${second} `, 'So'] }], { sets: [fallback] });
    assert.deepEqual(texts.slice(0, 3), [said(first), '', said(second)]);
  });

  test('are not told where a tap has the last word', async () => {
    const also = (api: PluginApi) => api.tap('answer', ({ citations }) => ({ text: 'As you were.', citations }));
    assert.deepEqual(await shown([{ chunks: [`${first} `, 'All'] }], { also }), ['As you were.']);
  });

  test('of a run that is cancelled meanwhile come to nothing: it ends without an answer', async () => {
    const chunks = (async function* () {
      yield* [`${first} `, 'All'];
      await new Promise<never>(() => undefined);
    })();
    await using engine = await open([{ chunks }]);
    const { events, iterator } = await untilWords(engine);
    const run = events[0]?.run ?? '';
    await engine.cancel(alice, run);
    const later = await Array.fromAsync({ [Symbol.asyncIterator]: () => iterator });
    assert.equal(lastOf(later.filter(isStored), 'run-finished').status, 'cancelled');
    assert.ok(later.every((event) => event.type !== 'answer' && (event.type !== 'answer-words' || event.text === '')));
    assert.ok((await Array.fromAsync(engine.events(alice, run, 0))).every(isStored), 'nor is it told later');
  });
});

describe('the caller’s token', () => {
  // Of letters alone: a word that the check takes for no name.
  const token = 'correcthorsebatterystaple';
  const caller = fakeCaller({ token });
  const pieces = (length: number) => Array.from({ length: token.length }, (_, at) => token.slice(at, at + length));
  /** No part of it that is told from a word. */
  const leaks = (text: string) => pieces(12).some((piece) => piece.length === 12 && text.includes(piece));

  test('is in no words, wherever chunks and sentences cut it', async () => {
    const places = fc.array(
      fc.constantFrom(token, token.slice(0, 13), token.slice(-13), '. ', ' ', 'well', ' [e1]. '),
      {
        maxLength: 8,
      },
    );
    await fc.assert(
      fc.asyncProperty(places, fc.integer({ min: 1, max: 30 }), async (parts, size) => {
        const text = `${first} It is ${parts.join('')} [e1]. ${second} So`;
        const chunks = Array.from({ length: Math.ceil(text.length / size) }, (_, at) =>
          text.slice(at * size, (at + 1) * size),
        );
        await using engine = await open([{ chunks }]);
        const events = await Array.fromAsync(engine.ask(caller, { message: 'is it all fine' }));
        assert.ok(!leaks(JSON.stringify(events)));
        const texts = shownTo(events);
        assert.ok(texts.length > 1);
        for (const words of texts) assert.ok(texts.at(-1)?.startsWith(words));
      }),
      { numRuns: 40 },
    );
  });

  test('is redacted where the check lets it through', async () => {
    await using engine = await open([{ chunks: [`It is ${token} [e1`, ']. ', 'So'] }]);
    const events = await collect(engine.ask(caller, { message: 'is it all fine' }));
    assert.match(lastOf(events, 'answer').text, /It is \[redacted\]\. \[e1\]/);
  });
});
