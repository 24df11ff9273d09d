import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import type { RunEvent } from '@hexaops/core';
import { replyOf } from '../chat/reply.ts';
import { emptyRunView, withEvent } from '../chat/run-view.ts';
import { eventFrame } from './frame.ts';

const projections = new URL('../../../../test/projections/', import.meta.url);
const { events } = JSON.parse(await readFile(new URL('recorded-run.json', projections), 'utf8')) as {
  readonly events: readonly RunEvent[];
};
const caller = {
  subject: 'alice',
  workspace: 'shop',
  organizations: [],
  roles: undefined,
  permissions: undefined,
  token: undefined,
};

/** HEXAOPS_WRITE_PROJECTIONS=1 writes the file: to be read again by whoever does so. */
async function assertGolden(name: string, projection: string): Promise<void> {
  const file = new URL(`golden/${name}`, projections);
  if (process.env['HEXAOPS_WRITE_PROJECTIONS'] === '1') await writeFile(file, projection);
  assert.equal(projection, await readFile(file, 'utf8'));
}

describe('of the recorded run', () => {
  test('the stream is these bytes', async () => {
    await assertGolden('stream.txt', Buffer.concat(events.map(eventFrame)).toString());
  });

  test('the reply is what who does not stream is given', async () => {
    const reply = replyOf(events.reduce(withEvent, emptyRunView), caller, 'text');
    await assertGolden('reply.json', `${JSON.stringify(reply, null, 2)}\n`);
  });
});
