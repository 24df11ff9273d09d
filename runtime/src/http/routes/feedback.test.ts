import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { TestService } from '../testing/test-service.ts';

describe('what a person thinks of a run', () => {
  test('is told on the chat’s path, and on the run’s own', async () => {
    await using service = await TestService.start();
    await service.chat({ message: 'a' });
    const { status, json } = await service.chat({ feedback: { run_id: 'r1', score: 1, comment: 'it helped' } });
    assert.deepEqual([status, json], [202, { run_id: 'r1', score: 1 }]);
    assert.equal((await service.request('POST', '/v1/runs/r1/feedback', { body: { score: 0 } })).status, 202);
    assert.deepEqual(service.engine.rated, [
      { run: 'r1', score: 1, comment: 'it helped' },
      { run: 'r1', score: 0 },
    ]);
  });

  test('is told of a run of one’s own alone', async () => {
    await using service = await TestService.start();
    await service.chat({ message: 'a' });
    const headers = { authorization: 'Bearer mallory@w1' };
    assert.equal((await service.request('POST', '/v1/runs/r1/feedback', { body: { score: 1 }, headers })).status, 404);
    assert.deepEqual(service.engine.rated, []);
  });

  test('is a number from 0 to 1, and a comment of a bounded length', async () => {
    await using service = await TestService.start();
    await service.chat({ message: 'a' });
    for (const feedback of [
      { run_id: 'r1' },
      { run_id: 'r1', score: 2 },
      { run_id: 'r1', score: -1 },
      { run_id: 'r1', score: '1' },
      { run_id: '../r1', score: 1 },
      { score: 1 },
      { run_id: 'r1', score: 1, comment: 'x'.repeat(2_001) },
      { run_id: 'r1', score: 1, workspace: 'w2' },
    ]) {
      assert.equal((await service.chat({ feedback })).status, 400, JSON.stringify(feedback).slice(0, 80));
    }
    assert.deepEqual(service.engine.rated, []);
  });

  test('stands in no line of the log', async () => {
    await using service = await TestService.start();
    await service.chat({ message: 'a' });
    await service.chat({ feedback: { run_id: 'r1', score: 1, comment: 'CANARY' } });
    assert.doesNotMatch(service.lines.join(''), /CANARY/);
    assert.match(service.lines.at(-1) ?? '', /"run":"r1"/);
  });
});
