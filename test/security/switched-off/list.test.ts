import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { switchedOff } from './list.ts';
import { switchOff } from './patch.ts';

const root = new URL('../../../', import.meta.url);

// Switching all of them off takes minutes. That each is still where it is looked for is seen at once.
describe('a control that can be switched off', () => {
  for (const entry of switchedOff) {
    test(`${entry.name} is where it is looked for`, async () => {
      const source = await readFile(new URL(entry.file, root), 'utf8');
      assert.notEqual(switchOff(source, entry), source);
    });
  }

  test('has a name of its own', () => {
    const names = switchedOff.map(({ name }) => name);
    assert.deepEqual(names, [...new Set(names)]);
  });
});
