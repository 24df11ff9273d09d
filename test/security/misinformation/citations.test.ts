import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { collect, eventsOf, fakeCaller } from '@hexaops/core/testing';
import { finding, openShop, text } from '../support/shop.ts';

describe('a statement', () => {
  test('every citation of every answer is of evidence that the run has', async (t) => {
    const references: readonly (readonly (string | number)[])[] = [
      [0],
      [1],
      [99],
      [-1],
      ['e1'],
      ['e7'],
      ['__proto__'],
      [0, 'e1', 5],
      [],
    ];
    let cited = 0;
    for (const evidence of references) {
      const { engine } = await openShop({
        result: () => ({
          evidence: [text('as is said in [e9] and [e1]', 'proved by [e8]'), text('more')],
          findings: [finding({ evidence, summary: 'proved by [e9]' })],
          unavailable: [{ source: 'the metrics', reason: 'they did not answer [e6]' }],
        }),
      });
      const events = await collect(engine.ask(fakeCaller(), { message: 'what is wrong?' }));
      const known = new Set(eventsOf(events, 'evidence').map((event) => event.evidence.id));
      const [answer] = eventsOf(events, 'answer');
      const outside = (answer?.text ?? '').replaceAll(/```text\n[\s\S]*?\n```/g, '').replaceAll(/\\[[\]]/g, '');
      const ids = [...outside.matchAll(/\[(e\d+)\]/g)].map(([, id]) => id ?? '');
      for (const id of [...ids, ...(answer?.citations ?? [])]) assert.ok(known.has(id), id);
      assert.match(answer?.text ?? '', /metrics/, 'what could not be read is named');
      cited += ids.length;
    }
    assert.ok(cited > 0);
    t.diagnostic(
      `figure: ${cited} citations in ${references.length} answers over forged references, 0 of evidence that is not there`,
    );
  });
});
