import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { rankFindings } from '../../diagnosis/rank.ts';
import { createShop, findingOf, openShop, textEvidence } from '../../engine/testing/shop.ts';
import type { Finding, Relation } from '../../run/finding.ts';
import { collect, eventsOf, lastOf } from '../../testing/events.ts';
import { fakeCaller } from '../../testing/fake-caller.ts';
import { likeliestFirst } from './findings.ts';

const object = (name: string) => ({ kind: 'Deployment', namespace: 'shop', name });
const unsure = findingOf({
  cause: 'slow',
  object: object('cart'),
  confidence: 0.4,
  summary: 'cart is slow',
  remedy: { description: 'Wait.' },
});
const symptom = findingOf({
  cause: 'no-endpoints',
  object: object('web'),
  confidence: 0.95,
  summary: 'web has no endpoints',
  symptomOf: object('checkout'),
});

describe('findings of several workers', () => {
  /** What a person is told, and proposed, where one worker has found the first list and another the second. */
  async function told(first: readonly Finding[], second: readonly Finding[], relations: readonly Relation[] = []) {
    const shop = createShop();
    shop.result = () => ({ evidence: [textEvidence('all was read')], findings: first, relations });
    const engine = await openShop(shop, {
      plugin: (api) =>
        api.tap('toolResult', (result, { tool }) => (tool === 'count' ? { ...result, findings: second } : result)),
    });
    return collect(engine.ask(fakeCaller(), { message: 'what is wrong?' }));
  }

  test('are told as one list, the likeliest root cause first, and its remedy is the one that is proposed', async () => {
    for (const [first, second] of [
      [[unsure], [findingOf()]],
      [[findingOf()], [unsure]],
      [[symptom, unsure], [findingOf()]],
    ] as const) {
      const events = await told(first, second);
      const { text, suggestions } = lastOf(events, 'answer');
      assert.match(text, /^\*\*checkout is scaled to zero\.\*\*/);
      assert.match(text, /Also seen:\n- cart is slow/);
      assert.match(suggestions[0]?.text ?? '', /checkout/);
      assert.deepEqual(lastOf(events, 'approval-required').approval.bytes.arguments, { name: 'checkout', replicas: 2 });
    }
  });

  describe('of which one explains the other', () => {
    const claim = { kind: 'PersistentVolumeClaim', namespace: 'shop', name: 'data' };
    const full = findingOf({ cause: 'volume-full', object: claim, confidence: 0.95, summary: 'data is full' });
    const crashing = findingOf({ cause: 'crash', confidence: 0.8, summary: 'checkout does not start' });
    const mounts = { from: object('checkout'), to: object('middle'), relation: 'mounts' };
    const relations = [mounts, { from: object('middle'), to: claim, relation: 'is bound to' }];

    test('are told as root and what follows, where any worker has told that one needs the other', async () => {
      for (const [first, second] of [
        [[crashing], [full]],
        [[full], [crashing]],
      ] as const) {
        const events = await told(first, second, relations);
        const { text } = lastOf(events, 'answer');
        assert.match(text, /^\*\*data is full\.\*\*/);
        assert.match(text, /What follows from it: trouble of Deployment shop\/checkout/);
        assert.doesNotMatch(text, /Also seen/);
      }
      assert.match(lastOf(await told([crashing], [full]), 'answer').text, /Also seen:\n- checkout does not start/);
    });

    test('are ranked so for who shows them, while each event says what its own worker has', async () => {
      for (const [first, second] of [
        [[crashing], [full]],
        [[full], [crashing]],
      ] as const) {
        const events = await told(first, second, relations);
        const found = eventsOf(events, 'finding').map(({ finding }) => finding);
        assert.deepEqual(
          found.map(({ symptomOf }) => symptomOf),
          [undefined, undefined],
        );
        const place = (cause: string) => found.findIndex((finding) => finding.cause === cause) + 1;
        assert.deepEqual(lastOf(events, 'answer').ranking, [
          { finding: place('volume-full') },
          { finding: place('crash'), symptomOf: claim },
        ]);
      }
    });

    test('are told each with its own cause, where there are several', async () => {
      const other = findingOf({ cause: 'image-missing', object: object('cart'), confidence: 0.9, summary: 'no image' });
      const caused = findingOf({
        cause: 'no-endpoints',
        object: object('web'),
        confidence: 0.8,
        summary: 'web is away',
      });
      const needs = { from: object('web'), to: object('cart'), relation: 'calls' };
      const { text } = lastOf(await told([crashing, full], [other, caused], [...relations, needs]), 'answer');
      assert.match(
        text,
        /^What follows from PersistentVolumeClaim shop\/data: trouble of Deployment shop\/checkout\.$/m,
      );
      assert.match(text, /^What follows from Deployment shop\/cart: trouble of Deployment shop\/web\.$/m);
    });

    test('stay two where one is a mistake in the definition of its object', async () => {
      const events = await told([{ ...crashing, ownFault: true }], [full], relations);
      assert.match(lastOf(events, 'answer').text, /Also seen:\n- checkout does not start/);
    });
  });

  test('are in the same order whoever was first, and those of one worker in its own', () => {
    const finding = fc.record({
      cause: fc.constantFrom('a', 'b', 'c'),
      object: fc.constantFrom(object('one'), object('two'), object('three')),
      severity: fc.constantFrom('critical' as const, 'warning' as const, 'info' as const),
      confidence: fc.constantFrom(0.2, 0.5, 0.7, 0.9),
      summary: fc.constant('s'),
      evidence: fc.constant([]),
    });
    const some = fc.uniqueArray(finding, {
      selector: ({ cause, object: { name } }) => `${cause} ${name}`,
      maxLength: 9,
    });
    const relations = [{ from: object('one'), to: object('two'), relation: 'needs' }];
    fc.assert(
      fc.property(some, fc.nat(9), (findings, at) => {
        const ranked = rankFindings(findings, relations);
        assert.deepEqual(likeliestFirst(ranked, relations), ranked);
        assert.deepEqual(likeliestFirst(ranked, []), ranked);
        const [one, other] = [ranked.slice(0, at), ranked.slice(at)];
        assert.deepEqual(likeliestFirst([...other, ...one], relations), ranked);
      }),
    );
  });
});
