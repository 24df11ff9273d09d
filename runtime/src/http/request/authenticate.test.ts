import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TestService } from '../testing/test-service.ts';

test('the caller of a request has its address, for the record of what is done', async () => {
  await using service = await TestService.start();
  await service.chat({ message: 'a' }, { 'x-forwarded-for': '198.51.100.7' });
  assert.deepEqual(
    service.engine.callers.map(({ sourceAddress }) => sourceAddress),
    ['127.0.0.1'],
  );
});
