import assert from 'node:assert/strict';
import { test } from 'node:test';
import { described } from './described.ts';
import { descriptions } from './descriptions.ts';
import { configSchema } from './schema.ts';

test('every description is of a key that there is', () => {
  const said = new Set<string>();
  JSON.stringify(configSchema, (key: string, value: unknown) => {
    if (key === 'description') said.add(String(value));
    return value;
  });
  assert.deepEqual(
    Object.entries(descriptions).filter(([, text]) => !said.has(text)),
    [],
  );
});

test('a key below a name of the operator’s own is described by its path', () => {
  const properties = { environment: { type: 'string' } };
  const form = { properties: { workspaces: { additionalProperties: { properties } } } };
  assert.ok(JSON.stringify(described(form)).includes(JSON.stringify(descriptions['workspaces.NAME.environment'])));
});
