import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { HexaopsError } from '../errors.ts';
import { defineWriteTool, toolPoint } from '../extension/tool.ts';
import { collect, eventsOf, lastOf } from '../testing/events.ts';
import { fakeCaller } from '../testing/fake-caller.ts';
import { createShop, findingOf, openShop, runOf, textEvidence } from './testing/shop.ts';

const alice = fakeCaller();
const diagnose = { message: 'what is wrong?' };
const is = (code: HexaopsError['code']) => (error: unknown) => HexaopsError.is(error, code);
const huge = 'x'.repeat(1_000_000);
const size = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

describe('what a tool brings back', () => {
  test('is bounded in every part of it, and what is left out is named', async () => {
    const shop = createShop();
    shop.result = () => ({
      evidence: Array.from({ length: 5_000 }, () => ({
        ...textEvidence('y'.repeat(500)),
        title: huge.slice(0, 5_000),
        query: huge.slice(0, 5_000),
        source: huge.slice(0, 5_000),
      })),
      findings: Array.from({ length: 5_000 }, () =>
        findingOf({
          summary: huge.slice(0, 10_000),
          cause: huge.slice(0, 10_000),
          evidence: Array.from({ length: 1_000 }, () => 0),
          object: { kind: 'Pod', name: huge.slice(0, 10_000) },
          remedy: { description: huge.slice(0, 10_000), tool: 'scale', arguments: { name: huge.slice(0, 50_000) } },
        }),
      ),
      unavailable: Array.from({ length: 5_000 }, () => ({ source: 'x', reason: huge.slice(0, 10_000) })),
      value: { huge },
    });
    const engine = await openShop(shop);
    const events = await collect(engine.ask(alice, diagnose));
    assert.ok(size(events) < 3_000_000, `${size(events)} bytes`);
    assert.ok(size(lastOf(events, 'answer')) < 400_000);
    const reasons = eventsOf(events, 'step-finished').flatMap(({ unavailable }) =>
      unavailable.map(({ reason }) => reason),
    );
    for (const what of ['pieces of evidence', 'findings', 'the value is larger', 'unavailable sources'])
      assert.ok(
        reasons.some((reason) => reason.includes(what)),
        what,
      );
    for (const { finding } of eventsOf(events, 'finding')) assert.equal(finding.remedy?.tool, undefined);
  });

  test('is bounded as a whole, whatever plugin it comes from: its pieces share what one call may bring', async () => {
    const shop = createShop();
    const text = 'a line of what was read\n'.repeat(2_000);
    shop.result = () => ({ evidence: [1, 2, 3, 4].map(() => textEvidence(text)), findings: [], value: { count: 4 } });
    const engine = await openShop(shop);
    const events = await collect(engine.ask(alice, diagnose));
    const pieces = eventsOf(events, 'evidence')
      .map(({ evidence }) => evidence)
      .filter(({ step }) => step === 'look');
    const sizes = pieces.map(({ content }) => size(content));
    assert.equal(pieces.length, 4);
    assert.ok(sizes.reduce((sum, each) => sum + each, 0) <= 65_536, String(sizes));
    assert.ok(Math.min(...sizes) > 14_000, String(sizes));
    for (const { omitted } of pieces) assert.match(omitted ?? '', /lines left out; ask/);
  });

  test('never exceeds the budget of the run by its contents, also across a resumption and in any script', async () => {
    const shop = createShop();
    const budget = { runBytes: 20_000, evidenceBytes: 15_000 };
    let expired = true;
    shop.result = () => {
      if (expired) throw new HexaopsError('reauthentication-required', 'expired');
      return { evidence: [textEvidence('\u{65e5}\u{672c}\n'.repeat(5_000))], findings: [] };
    };
    const engine = await openShop(shop, {
      config: { budget },
      plugin: (api) =>
        api.tap('toolResult', (result, { tool }) =>
          tool === 'count' ? { evidence: [textEvidence('\u{65e5}\u{672c}\n'.repeat(5_000))] } : result,
        ),
    });
    const first = await collect(engine.ask(alice, diagnose));
    assert.equal(first.at(-1)?.type, 'reauthentication-required');
    expired = false;
    const second = await collect(engine.resume(alice, runOf(first), { kind: 'reauthenticated' }));
    const contents = eventsOf([...first, ...second], 'evidence').map(({ evidence }) => size(evidence.content));
    assert.equal(contents.length, 2);
    assert.ok(contents.reduce((sum, each) => sum + each, 0) <= budget.runBytes + 64, String(contents));
    assert.equal(
      lastOf(second, 'usage').evidenceBytes,
      contents.reduce((sum, each) => sum + each, 0),
    );
  });

  test('keeps the beginning of a line that is too long, and no table of too many columns', async () => {
    const shop = createShop();
    shop.result = () => ({
      evidence: [
        textEvidence(huge),
        {
          ...textEvidence(''),
          content: { kind: 'table', columns: Array.from({ length: 50_000 }, () => 'c'), rows: [] },
        },
      ],
    });
    const engine = await openShop(shop);
    const events = await collect(engine.ask(alice, diagnose));
    const kept = eventsOf(events, 'evidence').map(({ evidence }) => evidence);
    assert.match(JSON.stringify(kept[0]?.content), /x{1000}/);
    for (const { content } of kept) assert.ok(size(content) <= 65_536);
    assert.ok(kept.filter(({ truncated }) => truncated).length >= 2);
  });

  test('is kept also where it holds NUL, halves of characters, functions or nothing at all', async () => {
    const shop = createShop();
    shop.result = () => ({
      evidence: [textEvidence('a\0b \u{d800}')],
      value: { nothing: undefined, call: () => 1, not: Number.NaN },
    });
    const engine = await openShop(shop);
    const events = await collect(engine.ask(alice, diagnose));
    assert.deepEqual(eventsOf(events, 'evidence').find(({ evidence }) => evidence.step === 'look')?.evidence.content, {
      kind: 'text',
      text: 'a\u{fffd}b \u{fffd}',
    });
    assert.equal(lastOf(events, 'run-finished').status, 'completed');
  });

  test('cites no evidence but the run\u2019s own', async () => {
    const shop = createShop();
    shop.result = () => ({
      evidence: [textEvidence('x')],
      findings: [findingOf({ evidence: [0, 99, 'e99', '](https://evil.example)'] })],
    });
    const engine = await openShop(shop);
    const events = await collect(engine.ask(alice, diagnose));
    const known = eventsOf(events, 'evidence').map(({ evidence }) => evidence.id);
    const { evidence } = lastOf(events, 'finding').finding;
    assert.equal(evidence.length, 1);
    assert.ok(evidence.every((id) => typeof id === 'string' && known.includes(id)));
  });

  test('may be an error of any length, or no error at all', async () => {
    for (const thrown of [new Error(huge), Object.create(null) as unknown, undefined, 'text', Symbol('x')]) {
      const shop = createShop();
      shop.result = () => {
        throw thrown;
      };
      const engine = await openShop(shop);
      const events = await collect(engine.ask(alice, diagnose));
      assert.equal(lastOf(events, 'run-finished').status, 'completed');
      assert.ok(size(events) < 20_000);
    }
  });

  test('a change that is too large to be shown is not asked for', async () => {
    const shop = createShop();
    const engine = await openShop(shop, {
      plugin: (api) => {
        api.contribute(
          toolPoint,
          defineWriteTool({
            name: 'rewrite',
            worker: 'shop',
            description: 'Rewrites everything.',
            input: { type: 'object', additionalProperties: false },
            operation: () => ({ operation: 'rewrite', target: 'shop', parameters: {} }),
            preview: async () => ({ summary: 's', changes: [{ path: 'data', before: huge, after: '' }] }),
            verify: async () => ({ state: 'applied', summary: 's', evidence: [] }),
          }),
        );
        api.tap('plan', () => ({
          task: 't',
          steps: [
            { id: 'r', tool: 'rewrite', worker: 'shop', effect: 'write', arguments: {}, needs: [], provenance: {} },
          ],
          madeBy: { rule: 'r' },
          tainted: false,
        }));
      },
    });
    const events = await collect(engine.ask(alice, { message: 'rewrite' }));
    assert.equal(lastOf(events, 'step-finished').error?.code, 'result-too-large');
    assert.deepEqual(eventsOf(events, 'approval-required'), []);
  });
});

describe('the budget', () => {
  test('is not refilled by any number of resumptions', async () => {
    const shop = createShop();
    let reads = 0;
    shop.result = () => {
      reads += 1;
      throw new HexaopsError('reauthentication-required', 'expired');
    };
    const engine = await openShop(shop, { config: { budget: { steps: 5 } } });
    const first = await collect(engine.ask(alice, diagnose));
    let last = first;
    for (let round = 0; round < 10 && last.at(-1)?.type !== 'run-finished'; round++)
      last = await collect(engine.resume(alice, runOf(first), { kind: 'reauthenticated' }));
    assert.equal(last.at(-1)?.type, 'run-finished');
    assert.equal(reads, 4, 'the fifth step was the other read');
  });

  test('and the mode are checked when the engine is made: what is misspelt must not loosen a limit', async () => {
    const wrong: readonly object[] = [
      { mode: 'readonly' },
      { budget: { steps: Number.NaN } },
      { budget: { steps: '3' } },
      { budget: { concurrency: 0 } },
      { budget: { stepMilliseconds: 2 ** 31 } },
      { budget: { step: 3 } },
      { budget: { resultBytes: 100 } },
      { approvalSeconds: -1 },
      { drainMilliseconds: Number.POSITIVE_INFINITY },
    ];
    for (const config of wrong)
      await assert.rejects(openShop(createShop(), { config }), is('config-invalid'), JSON.stringify(config));
    await assert.doesNotReject(openShop(createShop(), { config: { budget: { steps: 3 } } }));
  });
});
