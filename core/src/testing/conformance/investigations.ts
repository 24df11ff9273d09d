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
  ];
}
