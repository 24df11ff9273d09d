import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { AlertRecord } from '../extension/store.ts';
import { isFlapping, nextAlert } from './next-alert.ts';
import type { AlertReport } from './report.ts';

const report = (rest: Partial<AlertReport> = {}): AlertReport => ({
  fingerprint: 'f',
  status: 'firing',
  labels: { alertname: 'TargetDown', severity: 'critical' },
  annotations: {},
  startsAt: 100,
  ...rest,
});

/** The alert after reports, each with the time at which it came, and what each told. */
function told(...reports: readonly (readonly [number, AlertReport])[]) {
  let alert: AlertRecord | undefined;
  const news = reports.map(([now, each]) => {
    const next = nextAlert('shop', each, alert, now);
    alert = next.alert ?? alert;
    return next.news;
  });
  return { alert, news };
}

describe('an alert', () => {
  test('begins, goes on while it is told of again, and ends', () => {
    const { alert, news } = told([110, report()], [120, report()], [130, report({ status: 'resolved', endsAt: 125 })]);
    assert.deepEqual(news, ['began', 'goes-on', 'resolved']);
    assert.deepEqual(alert, {
      workspace: 'shop',
      fingerprint: 'f',
      status: 'resolved',
      name: 'TargetDown',
      severity: 'critical',
      labels: { alertname: 'TargetDown', severity: 'critical' },
      annotations: {},
      startsAt: 100,
      endsAt: 125,
      firstSeenAt: 110,
      lastSeenAt: 130,
      fired: 1,
      firedLately: 1,
      countedFrom: 110,
    });
  });

  test('that fires anew begins again, also where nobody has told of its end', () => {
    const { alert, news } = told(
      [110, report()],
      [200, report({ startsAt: 190 })],
      [210, report({ status: 'resolved', startsAt: 190, endsAt: 205 })],
      [310, report({ startsAt: 300 })],
    );
    assert.deepEqual(news, ['began', 'began', 'resolved', 'began']);
    assert.deepEqual([alert?.fired, alert?.status, alert?.endsAt], [3, 'firing', undefined]);
  });

  test('is not moved by what was sent before, however late that comes or whoever sends it again', () => {
    const first = report();
    const end = report({ status: 'resolved', endsAt: 150 });
    const again = report({ startsAt: 200 });
    assert.deepEqual(told([110, first], [160, end], [170, first]).news.at(-1), 'stale');
    assert.deepEqual(told([110, first], [160, end], [170, end]).news.at(-1), 'stale');
    const { alert, news } = told([110, first], [160, end], [210, again], [220, end], [230, first]);
    assert.deepEqual(news.slice(3), ['stale', 'stale']);
    assert.deepEqual([alert?.status, alert?.startsAt, alert?.fired], ['firing', 200, 2]);
  });

  test('that is told to begin in the future begins now, and moves on from there', () => {
    const { alert, news } = told([110, report({ startsAt: 9_000_000 })], [300, report({ startsAt: 200 })]);
    assert.deepEqual(news, ['began', 'began']);
    assert.equal(alert?.startsAt, 200);
  });

  test('that begins four times within an hour flaps, and no more when it has been quiet', () => {
    const minute = 60_000;
    const firing = (at: number) => [at, report({ startsAt: at })] as const;
    const quick = [1, 5, 9, 13].map((at) => firing(at * minute));
    assert.equal(isFlapping(told(...quick.slice(0, 3)).alert ?? assert.fail()), false);
    assert.equal(isFlapping(told(...quick).alert ?? assert.fail()), true);
    assert.equal(isFlapping(told(...quick, firing(90 * minute)).alert ?? assert.fail()), false);
  });

  test('replayed in any order and number begins no oftener than it did, and ends as its last report says', () => {
    const reports = fc.array(
      fc.record({ startsAt: fc.integer({ min: 1, max: 5 }), status: fc.constantFrom('firing', 'resolved') }),
      { minLength: 1, maxLength: 30 },
    );
    fc.assert(
      fc.property(reports, (sent) => {
        const { alert } = told(
          ...sent.map(
            ({ startsAt, status }, index) => [1_000 + index, report({ startsAt, status, endsAt: startsAt })] as const,
          ),
        );
        const beginnings = new Set(sent.filter(({ status }) => status === 'firing').map(({ startsAt }) => startsAt));
        assert.ok((alert?.fired ?? 0) <= beginnings.size);
        const last = Math.max(...beginnings);
        if (alert?.status === 'firing') assert.equal(alert.startsAt, last);
      }),
    );
  });
});
