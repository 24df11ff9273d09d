import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { backupStateOf, hoursBetween } from './backup-state.ts';

const at = (time: string) => Date.parse(time);

describe('What is known of backups', () => {
  it('is the last that succeeded, the last that failed, and what runs', () => {
    const state = backupStateOf('shop', {
      backup_policy: { enabled: true, schedule: '0 3 * * *', retention_days: 14, include_volumes: true },
      backups: [
        { id: 'b-1', status: 'succeeded', started_at: '2026-03-01T03:00:00Z', completed_at: '2026-03-01T03:10:00Z' },
        { id: 'b-2', status: 'failed', started_at: '2026-03-02T03:00:00Z', error_message: 'no space left' },
        { id: 'b-3', status: 'running', started_at: '2026-03-03T03:00:00Z' },
      ],
    });
    assert.deepEqual(state, {
      application: 'shop',
      policy: { isEnabled: true, schedule: '0 3 * * *', retentionDays: 14, includesVolumes: true },
      lastSuccess: at('2026-03-01T03:10:00Z'),
      lastFailure: { at: at('2026-03-02T03:00:00Z'), message: 'no space left' },
      running: { id: 'b-3', since: at('2026-03-03T03:00:00Z') },
      executions: ['b-3', 'b-2', 'b-1'],
    });
  });

  it('is what events say where no executions are told of', () => {
    const state = backupStateOf('shop', {
      backup_policy: null,
      events: [
        { type: 'Normal', reason: 'BackupSucceeded', message: 'done', timestamp: '2026-03-01T03:10:00Z' },
        { type: 'Warning', reason: 'BackupFailed', message: 'no space left', timestamp: '2026-03-02T03:10:00Z' },
        { type: 'Warning', reason: 'Unhealthy', message: 'backup', timestamp: '2026-03-04T03:10:00Z' },
      ],
    });
    assert.equal(state.policy, undefined);
    assert.equal(state.lastSuccess, at('2026-03-01T03:10:00Z'));
    assert.equal(state.lastFailure?.message, 'no space left');
  });

  it('is nothing where nothing is told, whatever the answer', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (details) => {
        const state = backupStateOf('shop', details);
        assert.equal(state.application, 'shop');
      }),
    );
    assert.equal(backupStateOf('shop', {}).lastSuccess, undefined);
  });
});

describe('The time between two backups', () => {
  for (const [schedule, hours] of Object.entries({
    '@daily': 24,
    '0 3 * * *': 24,
    '30 */6 * * *': 6,
    '0 * * * *': 1,
    '0 3 * * 0': 168,
    '0 3 1 * *': 744,
  })) {
    it(`of "${schedule}" is ${hours} h`, () => assert.equal(hoursBetween(schedule), hours));
  }

  it('is not guessed for what is more complicated', () => {
    for (const schedule of ['', '*/5 1-3 * * 1-5', 'whenever', '0 3 * 6 *', '@often', '0 0 3 * * *'])
      assert.equal(hoursBetween(schedule), undefined, schedule);
  });
});
