import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import { Readable } from 'node:stream';
import { describe, test } from 'node:test';
import { Files } from '../testing/files.ts';
import { runHexaops, startHexaops } from '../testing/process.ts';
import { hexaops } from '../testing/terminal.ts';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwks = { keys: [publicKey.export({ format: 'jwk' })] };
const noon = Date.UTC(2026, 0, 31, 12) / 1000;

function mint(claims: Readonly<Record<string, unknown>> = {}): string {
  const payload = {
    iss: 'hexabase-control-plane',
    aud: ['hexabase-aiops-service'],
    sub: 'alice',
    user_id: 'alice',
    org_ids: ['acme'],
    active_workspace_id: 'shop',
    token_type: 'internal-aiops-v1',
    iat: noon,
    exp: noon + 10,
    ...claims,
  };
  const [header, body] = [{ alg: 'ES256', typ: 'JWT' }, payload].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  const signature = sign('sha256', Buffer.from(`${header}.${body}`), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return `${header}.${body}.${signature.toString('base64url')}`;
}

interface Verdict {
  readonly valid: boolean;
  readonly subject?: string;
  readonly code?: string;
  readonly reason?: string;
}

async function verify(input: string | Uint8Array | Readable, ...argv: readonly string[]) {
  await using files = await Files.create({ 'jwks.json': jwks });
  const at = argv.includes('--at') ? [] : ['--at', '2026-01-31T12:00:00Z'];
  const { code, stdout, stderr } = await hexaops(['token', 'verify', '--jwks', files.at('jwks.json'), ...at, ...argv], {
    input,
  });
  const lines = stdout.split('\n').slice(0, -1);
  return { code, stderr, verdicts: lines.map((line) => JSON.parse(line) as Verdict) };
}

const codes = (verdicts: readonly Verdict[]) => verdicts.map(({ valid, code }) => (valid ? 'valid' : code));

describe('hexaops token verify', () => {
  test('prints a verdict for each token, in their order', async () => {
    const { code, stderr, verdicts } = await verify(`${mint()}\nx\n${mint({ sub: 'bob', user_id: 'bob' })}\n`);
    assert.deepEqual([code, stderr], [0, '']);
    assert.deepEqual(verdicts[0], {
      valid: true,
      subject: 'alice',
      workspace: 'shop',
      expiresAt: '2026-01-31T12:00:10.000Z',
    });
    assert.deepEqual(codes(verdicts), ['valid', 'token-invalid', 'valid']);
    assert.equal(verdicts[2]?.subject, 'bob');
  });

  test('takes a line feed for the end of a line, and nothing else', async () => {
    const others = ['\r', '\u2028', '\u2029', '\u0085', '\v', '\f', '\0'];
    const { verdicts } = await verify(others.map((character) => `${mint()}${character}${mint()}`).join('\n'));
    assert.deepEqual(
      codes(verdicts),
      others.map(() => 'token-invalid'),
    );
  });

  test('counts empty lines, and a last line without a line feed; of an empty input says nothing', async () => {
    assert.equal((await verify('\n\na')).verdicts.length, 3);
    assert.equal((await verify('\n')).verdicts.length, 1);
    assert.deepEqual(codes((await verify(mint())).verdicts), ['valid']);
    assert.deepEqual((await verify('')).verdicts, []);
  });

  test('gives one verdict for a line of any length and any bytes, keeping little of it', async () => {
    const mebibyte = Buffer.alloc(1024 ** 2, 0xff);
    async function* endless() {
      for (let count = 0; count < 64; count += 1) yield mebibyte;
      yield Buffer.from(`\n${mint()}`);
    }
    const { verdicts } = await verify(Readable.from(endless()));
    assert.deepEqual(codes(verdicts), ['token-invalid', 'valid']);
  });

  test('puts a token together that arrives in pieces', async () => {
    const bytes = Buffer.from(`${mint()}\n${mint()}\n`);
    const pieces = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, index) =>
      bytes.subarray(index * 7, index * 7 + 7),
    );
    assert.deepEqual(codes((await verify(Readable.from(pieces))).verdicts), ['valid', 'valid']);
  });

  test('goes by what is expected, and by the time that is given', async () => {
    const token = mint({ iss: 'i', aud: 'a', token_type: 't' });
    const expected = ['--issuer', 'i', '--audience', 'a', '--token-type', 't'];
    assert.deepEqual(codes((await verify(token, ...expected)).verdicts), ['valid']);
    assert.deepEqual(codes((await verify(token)).verdicts), ['token-invalid']);
    const at = async (time: string, leeway: string) => {
      const { verdicts } = await verify(mint(), '--at', time, '--leeway', leeway);
      return verdicts[0]?.code ?? 'valid';
    };
    assert.equal(await at('2026-01-31T12:00:11Z', '2'), 'valid');
    assert.equal(await at('2026-01-31T13:00:11+01:00', '0'), 'token-expired');
    assert.equal(await at(String(noon + 9), '0'), 'valid');
  });

  test('ends with 1 for an invalid token only when it is told to', async () => {
    assert.equal((await verify('x')).code, 0);
    assert.equal((await verify('x', '--exit-code')).code, 1);
    assert.equal((await verify(mint(), '--exit-code')).code, 0);
  });

  for (const argv of [['--at', 'yesterday'], ['--at', '2026'], ['--leeway', 'x'], ['--leeway', '3'], ['--unknown']]) {
    test(`refuses ${argv.join(' ')}`, async () => {
      const { code, verdicts, stderr } = await verify(mint(), ...argv);
      assert.deepEqual([code, verdicts], [2, []]);
      assert.match(stderr, /^hexaops: /);
    });
  }

  test('refuses a JWKS that is none or cannot be read, before the first verdict', async () => {
    await using files = await Files.create({ 'jwks.json': 'secret' });
    for (const file of ['jwks.json', 'none.json']) {
      const { code, stdout, stderr } = await hexaops(['token', 'verify', '--jwks', files.at(file)], { input: mint() });
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, /the JWKS cannot be read/);
      assert.doesNotMatch(stderr, /secret/);
    }
    const without = await hexaops(['token', 'verify'], { input: mint() });
    assert.equal(without.code, 2);
    assert.match(without.stderr, /--jwks <file>/);
  });
});

describe('the process', () => {
  test('reads its standard input to the end', async () => {
    await using files = await Files.create({ 'jwks.json': jwks });
    const argv = ['token', 'verify', '--jwks', files.at('jwks.json'), '--at', '2026-01-31T12:00:00Z'];
    const { code, stdout, stderr } = await runHexaops(argv, { input: `${`${mint()}\n`.repeat(200)}x` });
    assert.deepEqual([code, stderr], [0, '']);
    assert.deepEqual(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => (JSON.parse(line) as Verdict).valid),
      [...Array.from({ length: 200 }, () => true), false],
    );
  });

  test('ends quietly when nobody reads its verdicts any more', async () => {
    await using files = await Files.create({ 'jwks.json': jwks });
    const { child, ended } = startHexaops(['token', 'verify', '--jwks', files.at('jwks.json')]);
    const errors: string[] = [];
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk.toString()));
    child.stdin.on('error', () => undefined);
    child.stdout.once('data', () => child.stdout.destroy());
    const endless = setInterval(() => child.stdin.write('x\n'.repeat(1000)), 1);
    const { code, signal } = await ended;
    clearInterval(endless);
    assert.deepEqual([code, signal, errors.join('')], [0, null, '']);
  });
});
