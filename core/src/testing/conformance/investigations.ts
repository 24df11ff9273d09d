import { HexaopsError } from '../../errors.ts';
import type { Store } from '../../extension/store.ts';
import { assert, type Check } from './check.ts';
import { investigation, withRun } from './fixtures.ts';

/** What a store must do with investigations. */
export function investigationChecks(create: () => Promise<Store>): readonly Check[] {
  return [
    {
      name: 'keeps investigations by workspace and fingerprint, and what is new of them',
      async run() {
        const { investigations } = await withRun(create);
        await investigations.keep(investigation('i1'));
        await investigations.keep(investigation('i2', { createdAt: 2, fingerprint: 'f2' }));
        await investigations.keep(investigation('i3', { createdAt: 3 }));
        await investigations.keep(investigation('i4', { createdAt: 4, workspace: 'lab' }));
        await investigations.keep(investigation('i1', { status: 'running', run: 'r1' }));
        const listed = async (...input: Parameters<typeof investigations.list>) =>
          (await investigations.list(...input)).map(({ id }) => id);
        assert.deepEqual(await listed('shop', 10), ['i3', 'i2', 'i1']);
        assert.deepEqual(await listed('shop', 2), ['i3', 'i2']);
        assert.deepEqual(await listed('shop', 10, 'f1'), ['i3', 'i1']);
        assert.deepEqual(await investigations.get('shop', 'i1'), investigation('i1', { status: 'running', run: 'r1' }));
        assert.equal(await investigations.get('lab', 'i1'), undefined);
      },
    },
    {
      name: 'keeps none of a run that is not there, and none under another workspace\u2019s id',
      async run() {
        const { investigations } = await withRun(create);
        await assert.rejects(investigations.keep(investigation('i1', { run: 'r9' })), (error) =>
          HexaopsError.is(error, 'not-found'),
        );
        await investigations.keep(investigation('i1'));
        await assert.rejects(investigations.keep(investigation('i1', { workspace: 'lab' })), (error) =>
          HexaopsError.is(error, 'conflict'),
        );
        assert.deepEqual(await investigations.get('shop', 'i1'), investigation('i1'));
      },
    },
    {
      name: 'begins an investigation of the same thing in the same workspace once, until the rest is over',
      async run() {
        const { investigations } = await withRun(create);
        const begin = (id: string, createdAt: number, rest = {}) =>
          investigations.begin(investigation(id, { createdAt, ...rest }), createdAt + 100);
        const ids = await Promise.all(Array.from({ length: 20 }, (_, index) => begin(`i${index}`, 1)));
        const [first = ''] = ids;
        assert.deepEqual(new Set(ids), new Set([first]));
        assert.deepEqual(
          (await investigations.list('shop', 50)).map(({ id }) => id),
          [first],
        );
        assert.equal(await begin('i30', 100), first, 'it still rests');
        assert.equal(await begin('i31', 100, { workspace: 'lab' }), 'i31', 'another workspace has rests of its own');
        assert.equal(await begin('i32', 100, { fingerprint: 'f2' }), 'i32');
        assert.equal(await begin('i33', 101), 'i33');
      },
    },
    {
      name: 'gives each investigation that waits to one taker, the oldest first, and again when that is gone',
      async run() {
        const { investigations } = await withRun(create);
        const body = JSON.stringify({ steps: ['\u{1f9ea}'] });
        for (let index = 1; index <= 10; index++)
          await investigations.keep(investigation(`i${index}`, { createdAt: index, body }));
        const first = await investigations.take(20, 100);
        assert.deepEqual(first, {
          ...investigation('i1', { createdAt: 1, body }),
          status: 'running',
          takenUntil: 100,
        });
        const taken = await Promise.all(Array.from({ length: 20 }, () => investigations.take(20, 100)));
        const ids = taken.flatMap((each) => (each === undefined ? [] : [each.id]));
        assert.equal(new Set(ids).size, ids.length, 'no two have the same');
        while ((await investigations.take(20, 100)) !== undefined) continue;
        assert.equal(
          (await investigations.list('shop', 50)).every(({ status }) => status === 'running'),
          true,
        );
        assert.equal(await investigations.take(99, 200), undefined, 'they are at work');
        await investigations.keep(
          investigation('i1', { createdAt: 1, status: 'completed', run: 'r1', finishedAt: 90 }),
        );
        await investigations.hold('shop', 'i2', 300);
        await investigations.hold('lab', 'i3', 300);
        await investigations.hold('shop', 'i1', 300);
        assert.equal((await investigations.take(100, 200))?.id, 'i3', 'whoever was not heard of until then is gone');
        assert.deepEqual(
          await investigations.get('shop', 'i1'),
          investigation('i1', { createdAt: 1, status: 'completed', run: 'r1', finishedAt: 90 }),
        );
      },
    },
  ];
}
