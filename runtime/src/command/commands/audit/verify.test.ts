import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { AuditRecord } from '@hexaops/core';
import { fakeRecords } from '@hexaops/core/testing';
import { Files } from '../../testing/files.ts';
import { hexaops } from '../../testing/terminal.ts';
import type { AuditVerdict } from './verify.ts';

const manifest = {
  name: 'kept',
  version: '1.0.0',
  type: 'module',
  hexaops: { id: 'kept' },
  peerDependencies: { '@hexaops/core': '*' },
};

/** Reads back what its configuration holds; its store knows the heads that its configuration holds. */
const plugin = `
const point = (id) => ({ id, spec: 'v1', key: Symbol.for('hexaops/' + id + '@v1') });
export default {
  config: { type: 'object' },
  register(api, { found = [], heads, waiting = [], broken, readers = ['kept'] }) {
    for (const id of readers) {
      api.contribute(point('audit-reader'), {
        id,
        schema: () => 'CREATE TABLE audit;\\n',
        async *records(selection) {
          if (broken) throw Object.assign(new Error(broken), {
            [Symbol.for('hexaops.error')]: true, code: 'audit-unavailable', nextStep: 'try again',
          });
          yield* found.filter(({ record }) => record === undefined
            || ((selection.workspace ?? record.entry.workspace) === record.entry.workspace
            && (selection.from ?? '') <= record.entry.timestamp));
        },
      });
    }
    if (heads !== undefined) api.contribute(point('store'), { id: 'kept', audit: {
      heads: async () => heads,
      waiting: async () => ({ records: waiting.length }),
      records: async (after) => waiting.filter(({ position }) => position > after),
    } });
    api.tap('ready', () => { throw new Error('it was started'); });
  },
};
`;

const records = [...fakeRecords(6, { workspaces: ['lab', 'shop'] })];
const inOrder = ['lab', 'shop'].flatMap((id) => records.filter(({ entry }) => entry.workspace === id));
const heads = headsOf(records);

function headsOf(from: readonly AuditRecord[]) {
  return ['lab', 'shop'].flatMap((id) => {
    const last = from.findLast(({ entry }) => entry.workspace === id);
    return last === undefined ? [] : [{ workspace: id, sequence: last.sequence, hash: last.hash }];
  });
}

function foundOf(from: readonly AuditRecord[]) {
  return from.map((record) => ({ record, differences: [] }));
}

async function audit(config: object, ...argv: readonly string[]) {
  const yaml = { plugins: [{ use: './plugin.mjs', config }] };
  await using files = await Files.create({ 'package.json': manifest, 'plugin.mjs': plugin, 'hexaops.yaml': yaml });
  return await hexaops(['audit', ...argv, '--config', files.at('hexaops.yaml')]);
}

async function verdict(config: object, ...argv: readonly string[]) {
  const { code, stdout, stderr } = await audit(config, 'verify', '--json', ...argv);
  assert.equal(stderr, '');
  return { code, ...(JSON.parse(stdout) as AuditVerdict) };
}

describe('hexaops audit verify', () => {
  test('ends with 0 where all is whole, and starts nothing of the service', async () => {
    assert.deepEqual(await verdict({ found: foundOf(inOrder), heads }), {
      code: 0,
      whole: true,
      compared: true,
      records: 6,
      workspaces: 2,
      repeats: 0,
      problems: [],
      problemCount: 0,
    });
    const { stdout } = await audit({ found: foundOf(inOrder.flatMap((each) => [each, each])), heads }, 'verify');
    assert.equal(stdout, 'whole: 6 records of 2 workspaces, 6 of them delivered again\n');
  });

  test('ends with 1 where something is wrong, and says what', async () => {
    const [first = assert.fail(), second = assert.fail(), ...others] = inOrder;
    const edited = { ...first, entry: { ...first.entry, subject: 'mallory\u001b[2J' } };
    const differences = [{ field: 'user_id', isWorkspace: false, found: 'x\u001b[2J', written: 'alice' }];
    const found = [
      { record: edited, differences: [] },
      { record: second, differences },
      ...foundOf(others.slice(0, -1)),
    ];
    const { code, stdout } = await audit({ found, heads }, 'verify');
    assert.equal(code, 1);
    assert.deepEqual(stdout.split('\n'), [
      String.raw`altered    lab: user_id of record 2 says "x\u001b[2J", and "alice" was written`,
      'altered    lab: record 1 is not what was written: its hash does not fit',
      'truncated  shop: the chain ends at 2, and was known to go on to 3',
      '3 problems: 5 records of 2 workspaces',
      '',
    ]);
  });

  test('expects nothing that waits in the store, and nothing that was never written there', async () => {
    const waiting = records.slice(-3);
    const delivered = inOrder.filter((record) => !waiting.includes(record));
    assert.equal((await verdict({ found: foundOf(delivered), heads, waiting })).whole, true);
    const cut = await verdict({ found: foundOf(delivered.slice(0, -1)), heads, waiting });
    assert.deepEqual(
      [cut.code, ...cut.problems.map(({ kind, workspace }) => [kind, workspace])],
      [1, ['truncated', 'shop']],
    );
    const more = await verdict({ found: foundOf(inOrder), heads: headsOf(records.slice(0, -1)) });
    assert.deepEqual(
      more.problems.map(({ kind, workspace, sequence }) => [kind, workspace, sequence]),
      [['added', 'shop', 3]],
    );
  });

  test('says what it could not look for without a store, and of a part', async () => {
    const found = foundOf(inOrder);
    assert.match((await audit({ found }, 'verify')).stdout, /^whole: .*\nno store is configured: /);
    const from = ['--from', '2026-01-01T00:00:03Z'];
    const part = await audit({ found, heads }, 'verify', ...from);
    assert.match(part.stdout, /^whole: 3 records .*\nof a part the ends are not known/);
    assert.equal((await verdict({ found, heads }, ...from)).compared, false);
  });

  test('looks at one workspace', async () => {
    const { records: count, whole, compared } = await verdict({ found: foundOf(inOrder), heads }, '--workspace', 'lab');
    assert.deepEqual([count, whole, compared], [3, true, true]);
    const none = await verdict({ found: [], heads }, '--workspace', 'lab');
    assert.deepEqual([none.code, none.problems[0]?.kind], [1, 'truncated']);
  });

  test('ends with 2 where it could not look', async () => {
    const away = await audit({ broken: 'the server is away' }, 'verify');
    assert.deepEqual([away.code, away.stdout], [2, '']);
    assert.equal(away.stderr, 'hexaops: the server is away (audit-unavailable)\n  try again\n');
    const nobody = await audit({ readers: [] }, 'verify');
    assert.deepEqual([nobody.code, nobody.stdout], [2, '']);
    assert.match(nobody.stderr, /no plugin of the configuration can read the audit back \(config-invalid\)/);
    const unknown = await audit({ readers: ['one', 'two'] }, 'verify', '--sink', 'tow');
    assert.match(unknown.stderr, /unknown sink "tow" \(input-invalid\)\n {2}use one of: two, one/);
    const several = await audit({ readers: ['one', 'two'] }, 'verify');
    assert.match(several.stderr, /several places.*\n {2}choose one with --sink: one, two/);
    assert.deepEqual([unknown.code, several.code], [2, 2]);
    assert.equal((await audit({ found: foundOf(inOrder) }, 'verify', '--from', 'yesterday')).code, 2);
  });
});

describe('hexaops audit schema', () => {
  test('prints what the destination must have', async () => {
    assert.deepEqual(await audit({}, 'schema'), { code: 0, stdout: 'CREATE TABLE audit;\n', stderr: '' });
  });
});
