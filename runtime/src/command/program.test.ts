import assert from 'node:assert/strict';
import { Readable, Writable } from 'node:stream';
import { describe, test } from 'node:test';
import manifest from '../../package.json' with { type: 'json' };
import { run } from './program.ts';
import { runHexaops } from './testing/process.ts';
import { hexaops } from './testing/terminal.ts';

const commands = [
  ['serve'],
  ['ask'],
  ['diagnose'],
  ['plugin', 'dev'],
  ['plugin', 'check'],
  ['rules', 'check'],
  ['rules', 'test'],
  ['doctor'],
  ['config', 'check'],
  ['config', 'print'],
  ['token', 'verify'],
  ['audit', 'verify'],
  ['audit', 'schema'],
  ['datasets', 'export'],
];

describe('the command line', () => {
  test('says its version and its commands, with examples', async () => {
    assert.deepEqual(await hexaops(['--version']), { code: 0, stdout: `${manifest.version}\n`, stderr: '' });
    const { code, stdout, stderr } = await hexaops(['--help']);
    assert.deepEqual([code, stderr], [0, '']);
    for (const [command] of commands) assert.match(stdout, new RegExp(`\\n  ${command} `));
    assert.match(stdout, /\nExamples:\n {2}hexaops diagnose /);
  });

  for (const command of commands) {
    const required = command.includes('token') ? ['--jwks', 'jwks.json'] : [];

    test(`explains "${command.join(' ')}"`, async () => {
      const { code, stdout, stderr } = await hexaops([...command, '--help']);
      assert.deepEqual([code, stderr], [0, '']);
      assert.match(stdout, new RegExp(`^Usage: hexaops ${command.join(' ')} `));
    });

    test(`refuses an unknown option of "${command.join(' ')}", and lists those there are`, async () => {
      const { code, stdout, stderr } = await hexaops([...command, ...required, '--hlep']);
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, /^hexaops: unknown option "--hlep" \(input-invalid\)\n {2}use one of: --help/);
    });
  }

  test('refuses an unknown command, and lists those there are, the nearest first', async () => {
    const top = await hexaops(['diagnos', 'bundle']);
    assert.deepEqual([top.code, top.stdout], [2, '']);
    assert.match(
      top.stderr,
      /^hexaops: unknown command "diagnos" \(input-invalid\)\n {2}use one of: diagnose, datasets, doctor, ask, audit, /,
    );
    const inner = await hexaops(['rules', 'chekc']);
    assert.match(inner.stderr, /unknown command "chekc".*\n {2}use one of: check, /);
  });

  test('refuses no command at all, and one command too few or too many', async () => {
    for (const argv of [[], ['rules'], ['token'], ['ask'], ['ask', 'a', 'b'], ['doctor', 'now']]) {
      const { code, stdout, stderr } = await hexaops(argv);
      assert.deepEqual([code, stdout], [2, ''], argv.join(' '));
      assert.notEqual(stderr, '');
    }
  });

  test('refuses a value that is none', async () => {
    for (const name of ['', 'Shop', '../shop', 'x'.repeat(64)]) {
      const { code, stderr } = await hexaops(['diagnose', 'bundle', '--namespace', 'cart', name]);
      assert.equal(code, 2);
      assert.match(stderr, /A namespace has lower-case letters.*\n {2}see hexaops diagnose --help/);
    }
    for (const share of ['101%', '-1', 'much', '']) {
      const { code, stderr } = await hexaops(['diagnose', 'bundle', `--minimum-confidence=${share}`]);
      assert.equal(code, 2);
      assert.match(stderr, /a number from 0 to 1, or a percentage.*\n {2}see hexaops diagnose --help/);
    }
  });
});

describe('what nobody expected', () => {
  const failing = (code: string) =>
    new Writable({
      write: (_chunk, _encoding, callback) => callback(Object.assign(new Error(`write ${code}`), { code })),
    });

  async function runInto(stdout: Writable) {
    let stderr = '';
    stdout.on('error', () => undefined);
    const code = await run(['rules', 'check'], {
      stdin: Readable.from([]),
      stdout,
      stderr: new Writable({
        write(chunk: Buffer, _encoding, callback) {
          stderr += chunk.toString();
          callback();
        },
      }),
      environment: {},
      attended: false,
      interactive: false,
      moving: false,
      coloured: false,
      size: () => undefined,
      onInterrupt: () => () => undefined,
    });
    return { code, stderr };
  }

  test('ends with 70, and says what it was without a stack', async () => {
    assert.deepEqual(await runInto(failing('ENOSPC')), { code: 70, stderr: 'hexaops: write ENOSPC\n' });
  });

  test('is no reader that has gone: that ends quietly', async () => {
    assert.deepEqual(await runInto(failing('EPIPE')), { code: 0, stderr: '' });
  });
});

test('the process ends with the code of its command', async () => {
  assert.deepEqual(await runHexaops(['--version']), {
    code: 0,
    signal: null,
    stdout: `${manifest.version}\n`,
    stderr: '',
  });
  assert.equal((await runHexaops(['nonsense'])).code, 2);
});
