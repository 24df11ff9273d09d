import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readJson } from '../workspaces.ts';
import { type AuditReport, type Exception, judge } from './advisories.ts';

const advisory = (name: string, severity: 'moderate' | 'high' | 'critical', id: string) => ({
  name,
  severity,
  title: 'Some weakness',
  url: `https://advisories.example/${id}`,
});
const report = (...via: readonly ReturnType<typeof advisory>[]): AuditReport => ({
  auditReportVersion: 2,
  vulnerabilities: Object.fromEntries(
    via.flatMap((each) => [
      [each.name, { via: [each] }],
      [`what needs ${each.name}`, { via: [each.name, each] }],
    ]),
  ),
});
const exception: Exception = {
  advisory: 'GHSA-1',
  package: 'some',
  reason: 'The code that is weak is never called.',
  until: '2026-03-31',
};

describe('An advisory of a dependency', () => {
  for (const severity of ['high', 'critical'] as const)
    it(`blocks when it is ${severity}`, () => {
      assert.deepEqual(judge(report(advisory('some', severity, 'GHSA-1')), [], '2026-03-31'), {
        blocking: [`${severity}: some: Some weakness (GHSA-1)`],
        told: [],
      });
    });

  it('is told when it is less', () => {
    assert.deepEqual(judge(report(advisory('some', 'moderate', 'GHSA-1')), [], '2026-03-31'), {
      blocking: [],
      told: ['moderate: some: Some weakness (GHSA-1)'],
    });
  });

  it('is excepted by name, until the last day of the exception', () => {
    const found = report(advisory('some', 'high', 'GHSA-1'));
    assert.deepEqual(judge(found, [exception], '2026-03-31'), {
      blocking: [],
      told: ['high: some: Some weakness (GHSA-1); excepted until 2026-03-31: The code that is weak is never called.'],
    });
    assert.deepEqual(judge(found, [exception], '2026-04-01').blocking, [
      'high: some: Some weakness (GHSA-1); its exception ended on 2026-03-31',
    ]);
  });

  it('is excepted for ninety days at most', () => {
    const found = report(advisory('some', 'high', 'GHSA-1'));
    assert.equal(judge(found, [exception], '2025-12-31').blocking.length, 0);
    assert.match(judge(found, [exception], '2025-12-30').blocking.join(), /ends on 2026-03-31, more than 90 days/);
  });

  it('is not excepted by what was said of another', () => {
    const others = report(advisory('other', 'high', 'GHSA-1'), advisory('some', 'high', 'GHSA-2'));
    assert.deepEqual(judge(others, [exception], '2026-03-31').blocking, [
      'high: other: Some weakness (GHSA-1)',
      'high: some: Some weakness (GHSA-2)',
      'the exception of GHSA-1 for some is needed no more: remove it',
    ]);
  });

  it('is never taken for absent where npm could not ask', () => {
    assert.throws(() => judge({ message: '405 Method Not Allowed' }, [], '2026-03-31'), /could not ask.*405/);
  });

  it('has exceptions with a reason and a last day', async () => {
    const exceptions = await readJson<readonly Exception[]>(new URL('exceptions.json', import.meta.url));
    for (const { advisory: id, package: name, reason, until } of exceptions) {
      assert.match(id, /^GHSA(-[0-9a-z]{4}){3}$/);
      assert.notEqual(name, '');
      assert.match(reason, /^.{20,}\.$/);
      assert.match(until, /^\d{4}-\d{2}-\d{2}$/);
    }
  });
});
