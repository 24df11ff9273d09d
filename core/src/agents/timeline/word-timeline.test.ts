import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import type { RunEventDraft } from '../../run/events.ts';
import type { KeptMoment } from '../../run/moment.ts';
import type { PlanStep } from '../../run/plan.ts';
import { apply, initialState, type RunState } from '../../run/state.ts';
import { accountOf } from './account.ts';
import { concludeTimeline } from './conclude.ts';
import type { Sighting } from './sighting.ts';
import { sightings } from './testing/arbitrary.ts';
import { sighting } from './testing/sighting.ts';
import { toldByTimeline, wordTimeline } from './word-timeline.ts';
import { instantInWords, spanInWords } from './words.ts';

const start = Date.parse('2026-03-01T00:00:00Z');
const hour = 3_600_000;

/** A run whose plan asks for a time line, in which each source has told what it saw, with evidence of its own. */
function stateOf(given: readonly Sighting[], failed: readonly string[] = []): RunState {
  const sources = [...new Set(given.map(({ source }) => source)), ...failed];
  const steps = sources.map((source): PlanStep => ({
    id: source,
    tool: `read-${source}`,
    worker: source,
    effect: 'read',
    arguments: {},
    needs: [],
    provenance: {},
  }));
  const events: RunEventDraft[] = [
    {
      type: 'plan-made',
      plan: { task: 't', steps, madeBy: { rule: 'r' }, tainted: false, timeline: { span: 24 * hour, window: hour } },
    },
    ...sources.flatMap((source): RunEventDraft[] => {
      const own = given.filter((each) => each.source === source);
      const end = { type: 'step-finished', step: source, milliseconds: 1, unavailable: [] } as const;
      if (failed.includes(source)) return [{ ...end, status: 'failed', error: { code: 'tool-failed', message: 'no' } }];
      const id = `e-${source}`;
      const rows = own.map(({ what }) => [what]);
      return [
        {
          type: 'evidence',
          evidence: {
            id,
            step: source,
            source,
            query: 'q',
            title: source,
            content: { kind: 'table', columns: ['what'], rows },
            truncated: false,
            taint: 'untrusted',
            readAt: new Date(start + 48 * hour).toISOString(),
          },
        },
        {
          ...end,
          status: 'succeeded',
          moments: own.map((each) => ({ ...momentOf(each), evidence: [id] })),
        },
      ];
    }),
  ];
  return events.reduce(apply, initialState);
}

function momentOf(seen: Sighting): KeptMoment {
  const { source: _, ...moment } = seen;
  return { ...moment, at: start + moment.at };
}

const rollout = sighting(60, 'change', 'revision 2');
const errors = sighting(100, 'symptom', 'errors', { source: 'clickhouse' });

describe('the words of a time line', () => {
  test('say that something may have come first which could not be read', () => {
    const { text } = wordTimeline(stateOf([rollout, errors], ['prometheus']));
    assert.match(text, /without what read-prometheus would tell, so that something else may have come first/);
    assert.doesNotMatch(wordTimeline(stateOf([rollout, errors])).text, /without what/);
  });

  test('say that the order is not known where the clocks do not tell', () => {
    const { text } = wordTimeline(stateOf([rollout, { ...errors, at: 61_000 }]));
    assert.match(text, /at about the time of the first symptom\.\*\*/);
    assert.match(text, /which of the two came first is not known/);
  });

  test('name no change where there is none before, and are no all-clear', () => {
    assert.match(wordTimeline(stateOf([errors])).text, /^First symptom, at .*; no change was seen\. \[/);
    assert.match(wordTimeline(stateOf([rollout])).text, /^No symptom with a time was seen\. The last change, at /);
    assert.match(
      wordTimeline(stateOf([rollout, { ...errors, at: 3 * hour }])).text,
      /no change was seen in the 1 h before/,
    );
  });

  test('are none where no time line was asked for', () => {
    const { plan, ...rest } = stateOf([rollout, errors]);
    assert.ok(plan !== undefined);
    const { timeline: _, ...without } = plan;
    assert.equal(wordTimeline({ ...rest, plan: without }).text, '');
    assert.equal(concludeTimeline({ ...rest, plan: without }), undefined);
  });

  test('tell of a later time at which symptoms began again', () => {
    const { text } = wordTimeline(
      stateOf([
        rollout,
        errors,
        sighting(5 * 3600, 'change', 'revision 3'),
        sighting(5 * 3600 + 60, 'symptom', 'other errors'),
      ]),
    );
    assert.match(
      text,
      /Symptoms began again at 2026-03-01 05:01:00 UTC \(.*other errors\); the change before them: .*revision 3/,
    );
  });

  test('show the part of a long time line that the verdict is about, and say how much is left out', () => {
    const many = Array.from({ length: 60 }, (_, index) => sighting(200 + index * 10, 'symptom', `line ${index}`));
    const { text } = wordTimeline(stateOf([rollout, errors, ...many]));
    assert.match(text, /\| → change \| .*revision 2/);
    assert.match(text, /\.\.\.and 42 later in the evidence\./);
  });

  test('leave evidence to itself that has more than they tell', () => {
    const state = stateOf([rollout, errors]);
    assert.deepEqual([...toldByTimeline(state)].toSorted(), ['e-clickhouse', 'e-kubernetes']);
    const [first, ...others] = state.evidence;
    assert.ok(first?.content.kind === 'table');
    const longer = { ...first, content: { ...first.content, rows: [['one'], ['two']] } };
    assert.deepEqual([...toldByTimeline({ ...state, evidence: [longer, ...others] })], ['e-clickhouse']);
  });
});

describe('whatever was seen', () => {
  test('the words, the finding and the account are of one mind, and cite only evidence of the run', () => {
    fc.assert(
      fc.property(sightings, (given) => {
        const state = stateOf(given);
        const [suspicion] = accountOf(state)?.suspicions ?? [];
        const { text, citations } = wordTimeline(state);
        const finding = concludeTimeline(state);
        assert.equal(text.includes('The change that came first'), suspicion !== undefined);
        assert.equal(finding !== undefined, suspicion !== undefined);
        const known = new Set(state.evidence.map(({ id }) => id));
        for (const id of [...citations, ...(finding?.evidence ?? [])]) assert.ok(known.has(String(id)));
      }),
    );
  });

  test('the conclusion is drawn once, also by a run that goes on later', () => {
    const state = stateOf([rollout, errors]);
    const finding = concludeTimeline(state);
    assert.ok(finding !== undefined);
    const evidence = finding.evidence.map(String);
    assert.equal(concludeTimeline(apply(state, { type: 'finding', finding: { ...finding, evidence } })), undefined);
  });
});

describe('times in words', () => {
  test('are of the two largest units', () => {
    assert.deepEqual([0, 999, 40_000, 200_000, 7_200_000, 7_260_000, 90_061_000].map(spanInWords), [
      '1 s',
      '1 s',
      '40 s',
      '3 min 20 s',
      '2 h',
      '2 h 1 min',
      '1 d 1 h',
    ]);
    assert.equal(instantInWords(start), '2026-03-01 00:00:00');
  });
});
