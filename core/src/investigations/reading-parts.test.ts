import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EngineParts } from '../engine/parts.ts';
import { createToolRegistry } from '../engine/tool-registry.ts';
import { defineReadTool, defineWriteTool } from '../extension/tool.ts';
import { createFakeControlPlane } from '../testing/fake-control-plane.ts';
import { readingParts } from './reading-parts.ts';
import { whyNot } from './reading-tools.ts';

const input = { type: 'object', additionalProperties: false } as const;
const read = (name: string, worker: string) =>
  defineReadTool({ name, worker, description: 'd', input, execute: async () => ({ evidence: [] }) });
const scale = defineWriteTool({
  name: 'scale',
  worker: 'shop',
  description: 'd',
  input,
  operation: () => ({ operation: 'scale', target: 't', parameters: {} }),
  preview: async () => ({ summary: 's', changes: [] }),
  verify: async () => ({ state: 'applied', summary: 's', evidence: [] }),
});
const tools = createToolRegistry([read('look', 'shop'), read('peek', 'other'), scale]);

/** Parts of which only these are looked at here. */
const parts = {
  tools,
  guard: { mode: 'normal', environment: () => undefined },
  controlPlane: createFakeControlPlane(),
} as Partial<EngineParts> as EngineParts;

test('what an investigation works with has no way to change anything, whatever is asked of it', () => {
  const narrowed = readingParts(parts, { workers: ['shop'] });
  assert.equal(narrowed.guard.mode, 'readOnly');
  assert.ok(narrowed.controlPlane === undefined, 'there is no control plane');
  assert.ok(narrowed.models === undefined, 'there is no model');
  assert.deepEqual(
    narrowed.tools.all.map(({ name }) => name),
    ['look'],
  );
  for (const name of ['scale', 'peek', 'draw', 'constructor']) {
    assert.equal(narrowed.tools.has(name), false);
    assert.throws(() => narrowed.tools.get(name), { code: 'tool-unknown' });
  }
  assert.match(whyNot(tools, 'scale'), /changes something/);
  assert.match(whyNot(tools, 'peek'), /token of whoever asks/);
  assert.match(whyNot(tools, 'draw'), /not installed/);
});
