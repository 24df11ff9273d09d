import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fakeCaller, HeldPlugin } from '@hexaops/core/testing';
import pino from 'pino';
import { logTriedRules } from './log-tried-rules.ts';

test('a rule that is tried is a line of the log: which, where and whose, and no credential', () => {
  const lines: string[] = [];
  const logger = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) });
  const plugin = new HeldPlugin(logTriedRules(logger), {});
  const context = { run: 'r1', session: 's1', caller: fakeCaller(), signal: AbortSignal.timeout(60_000) };
  plugin.fire('ruleTried', { rule: 'guard.tried', stage: 'guard', would: ['deny'], step: 's1' }, context);
  const [line] = lines.map((each) => JSON.parse(each) as Readonly<Record<string, unknown>>);
  const { level: _, time: __, pid: ___, hostname: ____, ...told } = line ?? {};
  const { workspace } = context.caller;
  const expected = { rule: 'guard.tried', stage: 'guard', would: ['deny'], step: 's1', run: 'r1', workspace };
  assert.deepEqual(told, { ...expected, msg: 'rule tried' });
});
