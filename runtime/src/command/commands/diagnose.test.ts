import assert from 'node:assert/strict';
import { truncate } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { brokenShop } from '../testing/bundle.ts';
import { Files } from '../testing/files.ts';
import { runHexaops } from '../testing/process.ts';
import { hexaops } from '../testing/terminal.ts';

interface PrintedFinding {
  readonly cause: string;
  readonly object: string;
  readonly namespace: string;
  readonly severity: string;
  readonly confidence: number;
  readonly summary: string;
  readonly evidence: readonly { readonly query: string }[];
}

function parse(text: string): {
  readonly findings: readonly PrintedFinding[];
  readonly unavailable: readonly object[];
} {
  return JSON.parse(text) as ReturnType<typeof parse>;
}

describe('hexaops diagnose PATH', () => {
  test('names the root cause, what shows it and what would mend it', async () => {
    await using files = await Files.create(brokenShop());
    const { code, stdout, stderr } = await hexaops(['diagnose', files.path]);
    assert.equal(code, 0);
    assert.equal(stderr, '');
    assert.match(stdout, /^1\. service-selector-mismatch {2}Service shop\/orders {2}critical, 95 % sure\n/);
    assert.match(
      stdout,
      /\n {3}- state of Service shop\/orders \(support-bundle cluster-resources\/services\/shop\.json/,
    );
    assert.match(stdout, /\n {3}mend: Give service orders a selector/);
    assert.match(stdout, /\nCould not be read:\n {3}- /);
  });

  test('prints JSON for programs, on one line in a pipe', async () => {
    await using files = await Files.create(brokenShop());
    const { code, stdout } = await hexaops(['diagnose', files.path, '--json']);
    assert.equal(code, 0);
    assert.equal(stdout.indexOf('\n'), stdout.length - 1);
    const { findings, unavailable } = parse(stdout);
    const [first] = findings;
    assert.ok(first);
    const { evidence, summary, ...known } = first;
    assert.deepEqual(Object.fromEntries(Object.entries(known).filter(([name]) => !['remedy', 'rule'].includes(name))), {
      cause: 'service-selector-mismatch',
      object: 'service/orders',
      namespace: 'shop',
      severity: 'critical',
      confidence: 0.95,
    });
    assert.match(summary, /selects no pod/);
    assert.match(evidence[0]?.query ?? '', /cluster-resources\/services\/shop\.json/);
    assert.deepEqual(Object.keys(unavailable[0] ?? {}), ['source', 'reason']);
  });

  test('says so where nothing is wrong, and where findings are less sure than is asked for', async () => {
    await using files = await Files.create(brokenShop());
    const unsure = await hexaops(['diagnose', files.path, '--minimum-confidence', '96%', '--exit-code']);
    assert.match(unsure.stdout, /^Nothing wrong was found in what could be read\./);
    assert.equal(unsure.code, 0);
    for (const share of ['0.95', '95', '95%']) {
      const { stdout } = await hexaops(['diagnose', files.path, '--minimum-confidence', share, '--json']);
      assert.equal(parse(stdout).findings.length, 1, share);
    }
  });

  test('looks at the named namespaces only', async () => {
    await using files = await Files.create(brokenShop());
    const inShop = await hexaops(['diagnose', files.path, '--namespace', 'cart', 'shop', '--json']);
    assert.equal(parse(inShop.stdout).findings.length, 1);
    const inCart = await hexaops(['diagnose', files.path, '--namespace', 'cart', '--json']);
    assert.equal(parse(inCart.stdout).findings.length, 0);
    assert.match(inCart.stdout, /the bundle does not hold this namespace/);
  });

  test('ends with 1 for what it found only when it is told to', async () => {
    await using files = await Files.create(brokenShop());
    assert.equal((await hexaops(['diagnose', files.path, '--exit-code'])).code, 1);
  });

  test('shows on a terminal that it works, and colours; nothing of what a cluster’s names could do to it', async () => {
    await using files = await Files.create(brokenShop('orders\u001b[2J\u009b31m\u202e'));
    const { stdout, stderr } = await hexaops(['diagnose', files.path], { answers: [] });
    assert.match(stderr, /reading /);
    assert.ok(stderr.endsWith('\r\u001b[2K'), 'progress is gone when it is done');
    assert.ok(stdout.includes('\u001b[1mservice-selector-mismatch\u001b[22m'));
    assert.match(stdout, /orders\\u001b\[2J\\u009b31m\\u202e/);
    for (const control of ['\u001b[2J', '\u009b', '\u202e']) assert.ok(!stdout.includes(control));
    const json = await hexaops(['diagnose', files.path, '--json']);
    for (const control of ['\u001b', '\u009b', '\u202e']) assert.ok(!json.stdout.includes(control));
    assert.equal(parse(json.stdout).findings[0]?.object, 'service/orders\u001b[2J\u009b31m\u202e');
  });
});

describe('what is no bundle', () => {
  async function refuses(path: string, message: RegExp, directory: Files): Promise<void> {
    const before = await directory.list();
    const { code, stdout, stderr } = await hexaops(['diagnose', path, '--json']);
    assert.equal(code, 2);
    assert.equal(stdout, '');
    assert.match(stderr, message);
    assert.match(stderr, /\n {2}\S.*\n$/, 'it says what to do');
    assert.deepEqual(await directory.list(), before);
  }

  test('is refused: a path where nothing is', async () => {
    await using files = await Files.create();
    await refuses(files.at('missing'), /there is no bundle at .*missing \(not-found\)/, files);
  });

  test('is refused: a directory of other things', async () => {
    await using files = await Files.create({ 'readme.txt': 'hello' });
    await refuses(files.path, /holds no support bundle \(bundle-invalid\)/, files);
  });

  test('is refused: a file that is no archive', async () => {
    await using files = await Files.create({ 'list.json': { kind: 'PodList', items: [] } });
    await refuses(files.at('list.json'), /not a tar archive, or a damaged one \(bundle-invalid\)/, files);
  });

  test('is refused: an archive that is cut off', async () => {
    const archive = gzipSync(Buffer.alloc(100_000, 'cluster-resources'));
    await using files = await Files.create({ 'bundle.tar.gz': archive.subarray(0, archive.length / 2) });
    await refuses(files.at('bundle.tar.gz'), /\(bundle-invalid\)/, files);
  });

  test('is refused: a list that is none, or is no JSON', async () => {
    for (const content of ['{"a": 1}', '[1]', '{"kind": "PodList", "items": 7}', '{"items": [']) {
      await using files = await Files.create({ ...brokenShop(), 'cluster-resources/pods/shop.json': content });
      await refuses(files.path, /cluster-resources\/pods\/shop\.json: .*\(bundle-invalid\)/, files);
    }
  });

  test('is refused: a file of 2 GB, before it is read', async () => {
    await using files = await Files.create({ 'bundle.tar.gz': '' });
    await truncate(files.at('bundle.tar.gz'), 2 * 1024 ** 3);
    await refuses(files.at('bundle.tar.gz'), /2147483648 bytes, more than .*\(bundle-invalid\)/, files);
  });
});

describe('what to diagnose', () => {
  for (const argv of [[], [''], ['bundle', '--kubeconfig'], ['bundle', '--context', 'staging']]) {
    test(`has to be one thing: ${argv.join(' ') || 'nothing'}`, async () => {
      const { code, stdout, stderr } = await hexaops(['diagnose', ...argv]);
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, /name one thing to diagnose.*\(input-invalid\)\n.*support bundle.*--kubeconfig/);
    });
  }

  test('may be the cluster of a kubeconfig: its mistakes are said', async () => {
    await using files = await Files.create({ config: 'clusters: []' });
    const missing = await hexaops(['diagnose', '--kubeconfig', files.at('none')]);
    assert.equal(missing.code, 2);
    assert.match(missing.stderr, /kubeconfig .*none cannot be read.*\(config-invalid\)/);
    const other = await hexaops(['diagnose', '--kubeconfig', files.at('config'), '--context', 'staging', '--json']);
    assert.deepEqual([other.code, other.stdout], [2, '']);
    assert.match(other.stderr, /unknown kubeconfig context "staging"/);
  });
});

describe('the process', () => {
  test('writes nothing but findings, no colour and no progress, and nothing to the disk', async () => {
    await using files = await Files.create(brokenShop());
    await using elsewhere = await Files.create();
    const home = elsewhere.path;
    const { code, stdout, stderr } = await runHexaops(['diagnose', files.path], {
      environment: { HOME: home, TMPDIR: home, FORCE_COLOR: '1' },
      directory: home,
    });
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(stdout, /^1\. service-selector-mismatch/);
    assert.ok(!stdout.includes('\u001b'));
    assert.deepEqual(await elsewhere.list(), []);
  });

  test('ends with the code of what happened', async () => {
    await using files = await Files.create(brokenShop());
    assert.equal((await runHexaops(['diagnose', files.path, '--exit-code'])).code, 1);
    const refused = await runHexaops(['diagnose', files.at('missing')]);
    assert.deepEqual([refused.code, refused.stdout], [2, '']);
  });
});
