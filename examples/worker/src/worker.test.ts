import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createEngine, type Tool, toolPoint } from '@hexaops/core';
import { collect, fakeCaller, lastOf, runChecks, toolChecks } from '@hexaops/core/testing';
import worker from './index.ts';

test('a question that the worker brought is answered by it', async () => {
  await using engine = await createEngine({ plugins: ['@hexaops/example-worker'], base: import.meta.url });
  const events = await collect(engine.ask(fakeCaller(), { message: 'What is the address of localhost?' }));
  assert.match(lastOf(events, 'answer').text, /localhost has \d addresses: .*(127\.0\.0\.1|::1)/);
});

describe('the worker conforms', () => {
  const tools: Tool[] = [];
  worker.register(
    {
      contribute: (point: { readonly id: string }, value: unknown) =>
        point.id === toolPoint.id && tools.push(value as Tool),
    } as never,
    {},
  );
  for (const tool of tools) runChecks(toolChecks(tool, [{ host: 'localhost' }]), (name, body) => test(name, body));
});
