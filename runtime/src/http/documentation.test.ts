import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { parseChatBody } from './chat/parse.ts';
import { defaultHttpLimits } from './limits.ts';
import { problemKinds } from './problem/status.ts';

const text = await readFile(new URL('../../../docs/http.md', import.meta.url), 'utf8');

describe('docs/http.md', () => {
  const bodies = Array.from(text.matchAll(/```json body\n(.*?)```/gs), ([, body = '']) => body);

  test('shows a body of every kind', () => {
    const kinds = bodies.map((body) => parseChatBody(JSON.parse(body), defaultHttpLimits).command.kind);
    assert.deepEqual(kinds, ['message', 'message', 'message', 'resume', 'cancel', 'input', 'decision']);
  });

  test('names every status that an error may have, but for that of a fault inside', () => {
    const statuses = new Set(Object.values(problemKinds).map(({ status }) => status));
    for (const status of statuses) {
      if (status !== 500) assert.match(text, new RegExp(`\\b${status}\\b`));
    }
  });
});
