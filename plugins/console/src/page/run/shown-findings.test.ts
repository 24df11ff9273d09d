import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Finding, RankedFinding, RunEventBody } from '@hexaops/core';
import fc from 'fast-check';
import { sentRun, withEvents } from './run-state.ts';
import { shownFindings } from './shown-findings.ts';

const object = (name: string) => ({ kind: 'Deployment', namespace: 'shop', name });
const finding = (name: string, symptomOf?: string): Finding => ({
  cause: 'broken',
  object: object(name),
  severity: 'warning',
  confidence: 0.9,
  summary: `${name} is broken`,
  evidence: [],
  ...(symptomOf === undefined ? {} : { symptomOf: object(symptomOf) }),
});
const ranked = (place: number, symptomOf?: string): RankedFinding => ({
  finding: place,
  ...(symptomOf === undefined ? {} : { symptomOf: object(symptomOf) }),
});

function shown(findings: readonly Finding[], ranking: readonly RankedFinding[] = []) {
  return shownFindings({ findings, ranking }).map(({ root, symptoms }) =>
    [root, ...symptoms].map((each) => each.object.name),
  );
}

describe('findings on the page', () => {
  const crash = finding('checkout');
  const full = finding('data');

  test('stand as each worker has marked them while the run goes on, and as the answer ranks them once it is there', () => {
    const bodies: readonly RunEventBody[] = [
      { type: 'finding', finding: crash },
      { type: 'finding', finding: full },
      {
        type: 'answer',
        text: 'data is full',
        citations: [],
        unavailable: [],
        suggestions: [],
        ranking: [ranked(2), ranked(1, 'data')],
      },
      { type: 'answer', text: 'nobody decided', citations: [], unavailable: [], suggestions: [] },
      { type: 'finding', finding: finding('web', 'checkout') },
    ];
    const after = (count: number) => {
      const events = bodies.slice(0, count).map((body, index) => ({
        ...body,
        run: 'r',
        session: 's',
        sequence: index + 1,
        time: '',
        version: 1 as const,
      }));
      const { findings, ranking } = withEvents(sentRun(''), events);
      return shown(findings, ranking);
    };
    assert.deepEqual(after(2), [['checkout'], ['data']]);
    assert.deepEqual(after(3), [['data', 'checkout']]);
    assert.deepEqual(after(4), [['data', 'checkout']], 'an answer that ranks nothing takes nothing back');
    assert.deepEqual(after(5), [['data', 'checkout', 'web']], 'what is found later comes after them');
  });

  test('of a stored run whose answer ranks nothing stand as their workers have marked them', () => {
    assert.deepEqual(shown([full, finding('checkout', 'data'), finding('cart')]), [['data', 'checkout'], ['cart']]);
  });

  test('stand below what explains them in the end, where that has a cause itself', () => {
    assert.deepEqual(
      shown([finding('web', 'checkout'), crash, full], [ranked(3), ranked(2, 'data'), ranked(1, 'checkout')]),
      [['data', 'checkout', 'web']],
    );
  });

  test('are each shown once, whatever the marks and the ranking say', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd');
    const mark = fc.option(name, { nil: undefined });
    const ranking = fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 9 }), mark), { selector: ([place]) => place });
    fc.assert(
      fc.property(fc.array(fc.tuple(name, mark), { maxLength: 6 }), ranking, (findings, places) => {
        const all = shownFindings({
          findings: findings.map(([each, symptomOf]) => finding(each, symptomOf)),
          ranking: places.map(([place, symptomOf]) => ranked(place, symptomOf)),
        }).flatMap(({ root, symptoms }) => [root, ...symptoms]);
        assert.deepEqual(
          all.map(({ place }) => place).toSorted((a, b) => a - b),
          findings.map((_, index) => index + 1),
        );
      }),
    );
  });
});
