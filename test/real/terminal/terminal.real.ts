import assert from 'node:assert/strict';
import { accessSync, constants } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { type Demo, startDemo } from '@hexaops/example-control-plane';
import { hexaops, WatchedProcess } from '../../support/command.ts';

const bundle = fileURLToPath(new URL('../../../examples/control-plane/incident', import.meta.url));
/** Of util-linux: a command in a pseudo-terminal, whose keyboard is a pipe. */
const program = '/usr/bin/script';

function missingProgram(): string | undefined {
  try {
    accessSync(program, constants.X_OK);
    return undefined;
  } catch (cause) {
    const missing = `No ${program}: install bsdutils.`;
    if (process.env['HEXAOPS_REQUIRE_REAL'] === '1') throw new Error(missing, { cause });
    return missing;
  }
}

const prompt = /Approve this change\? \[yes\/No\/why\] /;
const controlC = '\u0003';

describe('the command on a real terminal', { skip: missingProgram() ?? false, timeout: 120_000 }, () => {
  let demo: Demo;
  before(async () => {
    demo = await startDemo({ bundle, limits: { eventLoopMilliseconds: 0 } });
  });
  after(() => demo[Symbol.asyncDispose]());

  const ask = (question: string, options: { readonly columns?: number; readonly more?: object } = {}) =>
    start(['ask', question], options);
  const start = (argv: readonly string[], { columns = 80, more = {} } = {}) => {
    const words = [...hexaops, ...argv, '--workspace', 'shop'].map((word) => `'${word}'`).join(' ');
    const command = `stty cols ${columns} rows 40; exec ${words}`;
    return new WatchedProcess([program, '--quiet', '--return', '--flush', '--command', command, '/dev/null'], {
      HEXAOPS_URL: demo.controlPlane.url,
      HEXAOPS_AUTHORIZATION: 'Bearer user:alice',
      SHELL: '/bin/sh',
      ...more,
    });
  };
  const operations = () => demo.controlPlane.state.operations.map(({ operation }) => operation);

  test('what was typed before somebody is asked approves nothing; no is no', async () => {
    await using asked = ask('scale orders to 3');
    asked.child.stdin.write('yes\r');
    await asked.shows(prompt);
    asked.child.stdin.write('no not on a Friday\r');
    await asked.shows(/Rejected by alice: not on a Friday/);
    await asked.ended;
    assert.deepEqual(operations(), []);
  });

  test('Ctrl-C at the question cancels the run', async () => {
    await using asked = ask('scale orders to 3');
    await asked.shows(prompt);
    asked.child.stdin.write(controlC);
    assert.equal(await asked.ended, 1);
    assert.match(asked.stdout, /The run was cancelled/);
    assert.deepEqual(operations(), []);
  });

  test('asked, watched, asked why, approved: on 40 columns, without colours', async () => {
    await using asked = ask('what is wrong?', { columns: 40, more: { NO_COLOR: '1' } });
    await asked.shows(prompt);
    asked.child.stdin.write('why\r');
    await asked.shows(/\[e2\][\s\S]+\/why\] /);
    asked.child.stdin.write('yes\r');
    assert.equal(await asked.ended, 0);
    assert.deepEqual(operations(), ['set_service_selector']);
    assert.match(asked.stdout, /[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] /, 'it moves');
    assert.doesNotMatch(asked.stdout, /\p{Cc}\[[\d;]*m/u);
    const cleared = asked.stdout.split('\n').map((line) => line.split('\u001b[2K').at(-1) ?? '');
    const printed = cleared.map((line) => stripVTControlCharacters(line).replaceAll('\r', ''));
    for (const line of printed.filter((text) => !text.includes('/why]'))) assert.ok(line.length <= 40, line);
  });

  test('what needs a colleague is decided by one, and made when who asked for it goes on', async () => {
    const made = operations().length;
    await using asked = ask('stop storefront');
    assert.equal(await asked.ended, 3);
    const [, run = ''] = /hexaops follow (\w+)/.exec(asked.stdout) ?? [];
    await using deciding = start(['approvals'], { more: { HEXAOPS_AUTHORIZATION: 'Bearer user:erin' } });
    await deciding.shows(/alice asks for it\./);
    await deciding.shows(prompt);
    deciding.child.stdin.write('yes\r');
    await deciding.shows(/Approved: it is made when alice goes on with the run\./);
    assert.equal(await deciding.ended, 0);
    assert.equal(operations().length, made);
    await using followed = start(['follow', run]);
    assert.equal(await followed.ended, 0);
    assert.equal(operations().length, made + 1);
  });
});
