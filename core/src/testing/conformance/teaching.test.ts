import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { AuditRecord, AuditSink } from '../../extension/audit.ts';
import { ruleSourcePoint } from '../../extension/rules.ts';
import { defineReadTool, type ReadTool } from '../../extension/tool.ts';
import { messageOf } from '../../errors.ts';
import { definePlugin } from '../../plugin/plugin.ts';
import { parseRuleSets } from '../../rules/index.ts';
import { auditSinkChecks } from './audit-sink.ts';
import type { Check } from './check.ts';
import { ruleChecks } from './rules.ts';
import { toolChecks } from './tool.ts';

/** What the checks that fail say. */
async function said(checks: readonly Check[]): Promise<string> {
  const failed = await Promise.all(
    checks.map((check) =>
      check.run().then(
        () => [],
        (error: unknown) => [messageOf(error)],
      ),
    ),
  );
  return failed.flat().join('\n');
}

const good = defineReadTool({
  name: 'list-pods',
  worker: 'worker-pods',
  description: 'Lists the pods of a namespace.',
  input: { type: 'object', additionalProperties: false, properties: { namespace: { type: 'string' } } },
  execute: async () => ({ evidence: [] }),
});

describe('the suite of tools tells its author', () => {
  const cases: Readonly<Record<string, readonly [tool: Partial<ReadTool>, said: RegExp]>> = {
    'how to name it': [{ name: 'Pods' }, /"Pods" is no name of a tool: write a verb and what it reads.*"list-pods"/],
    'how to describe it': [{ description: 'pods' }, /"pods" does not tell when to call "list-pods".*Write a sentence/],
    'who shows it': [{ worker: '' }, /set "worker" of "list-pods"/],
    'what a schema of arguments is': [
      { input: { type: 'string' } },
      /the schema of an object: write \{ type: 'object'/,
    ],
    'why a schema is strict': [
      { input: { type: 'object' } },
      /set additionalProperties: false in "input" of "list-pods"/,
    ],
    'where the workspace comes from': [
      { input: { type: 'object', additionalProperties: false, properties: { workspace: { type: 'string' } } } },
      /take these arguments out of "list-pods".*"caller" of the context/s,
    ],
  };
  for (const [what, [change, message]] of Object.entries(cases))
    test(what, async () => assert.match(await said(toolChecks({ ...good, ...change }, [{}])), message));

  test('nothing, where nothing is wrong', async () => {
    assert.equal(await said(toolChecks(good, [{ namespace: 'shop' }])), '');
    assert.match(
      await said(toolChecks(good, [{ name: 'x' }])),
      /refuses the example \{"name":"x"\}: change one of them/,
    );
  });
});

describe('the suite of rules tells its author', () => {
  const rule = (rest: string) =>
    `{ apiVersion: hexaops/v1, kind: RuleSet, stage: route, rules: [{ id: route.a, match: { text: { phrases: [hello] } }, then: [{ answer: { template: hi } }]${rest} }] }`;
  const plugin = (text: string) =>
    definePlugin({
      register: (api) =>
        api.contribute(ruleSourcePoint, {
          id: 'a',
          load: async () => (text === '' ? [] : parseRuleSets(text, 'a.yaml')),
        }),
    });
  const test1 = ', tests: [{ given: { text: hello }, expect: fires }]';

  test('that there are none', async () =>
    assert.match(await said(ruleChecks(plugin(''))), /it has no rules: contribute to ruleSourcePoint/));
  test('which carry no test, and how to write one', async () => {
    assert.match(
      await said(ruleChecks(plugin(rule(', description: say hello')))),
      /carry no test: add tests: \[\{ given/,
    );
  });
  test('which do not say what to ask', async () => {
    assert.match(await said(ruleChecks(plugin(rule(test1)))), /have no description: write a question that they answer/);
  });
  test('which tests fail, and how to look into it', async () => {
    const failing = ', description: say hello, tests: [{ given: { text: hello }, expect: none }]';
    assert.match(await said(ruleChecks(plugin(rule(failing)))), /these tests of rules fail: `hexaops rules test/);
  });
  test('nothing, where nothing is wrong', async () => {
    assert.equal(await said(ruleChecks(plugin(rule(`, description: say hello${test1}`)))), '');
  });
});

describe('the suite of sinks tells its author', () => {
  type Deliver = (kept: AuditRecord[], ...input: Parameters<AuditSink['deliver']>) => Promise<void>;
  const checks = (deliver: Deliver) =>
    auditSinkChecks(async () => {
      const kept: AuditRecord[] = [];
      return { sink: { id: 's', deliver: (...input) => deliver(kept, ...input) }, kept: async () => kept };
    });
  const once: Deliver = async (kept, { records }, signal) => {
    signal.throwIfAborted();
    kept.push(...records.filter(({ position }) => kept.every((other) => other.position !== position)));
  };

  test('that it settles too early', async () => {
    const lost = checks(async (_, _batch, signal) => signal.throwIfAborted());
    assert.match(await said(lost), /settle `deliver` only when the records are durable/);
  });
  test('that it has a batch twice', async () => {
    const twice = checks(async (kept, { records }, signal) => {
      signal.throwIfAborted();
      kept.push(...records);
    });
    assert.match(await said(twice), /a batch comes again where its answer was lost: tell it by its id/);
  });
  test('that it does not heed the signal', async () => {
    const deaf = checks((kept, batch) => once(kept, batch, new AbortController().signal));
    assert.match(await said(deaf), /heed the signal/);
  });
  test('nothing, where nothing is wrong', async () => assert.equal(await said(checks(once)), ''));
});
