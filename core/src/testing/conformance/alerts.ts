import type { AlertRecord, Store } from '../../extension/store.ts';
import { assert, type Check } from './check.ts';
import { hostileTexts } from './fixtures.ts';

function alertRecord(fingerprint: string, rest: Partial<AlertRecord> = {}): AlertRecord {
  return {
    workspace: 'shop',
    fingerprint,
    status: 'firing',
    name: 'TargetDown',
    labels: { job: 'checkout' },
    annotations: {},
    startsAt: 1,
    firstSeenAt: 1,
    lastSeenAt: 1,
    fired: 1,
    firedLately: 1,
    countedFrom: 1,
    ...rest,
  };
}

/** What a store must do with alerts. */
export function alertChecks(create: () => Promise<Store>): readonly Check[] {
  return [
    {
      name: 'keeps alerts by workspace and fingerprint, as they were last told of',
      async run() {
        const { alerts } = await create();
        await alerts.update('shop', ['a', 'b'], (fingerprint, known) => {
          assert.equal(known, undefined);
          return alertRecord(fingerprint, { severity: 'critical', endsAt: 7, investigation: 'i1' });
        });
        await alerts.update('lab', ['a'], (fingerprint, known) => {
          assert.equal(known, undefined, 'another workspace has alerts of its own');
          return alertRecord(fingerprint, { workspace: 'lab' });
        });
        await alerts.update('shop', ['a', 'b', 'c'], (_, known) => known && { ...known, fired: 2 });
        await alerts.update('shop', ['b'], () => undefined);
        assert.deepEqual(
          await alerts.list('shop', 10),
          ['a', 'b'].map((fingerprint) =>
            alertRecord(fingerprint, { severity: 'critical', endsAt: 7, investigation: 'i1', fired: 2 }),
          ),
        );
        assert.deepEqual(await alerts.list('lab', 10), [alertRecord('a', { workspace: 'lab' })]);
        assert.deepEqual(await alerts.list('nobody', 10), []);
      },
    },
    {
      name: 'gives each of those that update an alert at once what the one before has made',
      async run() {
        const { alerts } = await create();
        await Promise.all(
          Array.from({ length: 20 }, () =>
            alerts.update('shop', ['b', 'a'], (fingerprint, known) =>
              alertRecord(fingerprint, { fired: (known?.fired ?? 0) + 1 }),
            ),
          ),
        );
        assert.deepEqual(
          (await alerts.list('shop', 10)).map(({ fired }) => fired),
          [20, 20],
        );
      },
    },
    {
      name: 'lists those that fire first, then the last seen, and forgets from the end of that',
      async run() {
        const { alerts } = await create();
        const all = [
          alertRecord('old', { lastSeenAt: 1 }),
          alertRecord('new', { lastSeenAt: 9 }),
          alertRecord('over', { lastSeenAt: 10, status: 'resolved' }),
          alertRecord('long-over', { lastSeenAt: 2, status: 'resolved' }),
        ];
        for (const alert of all) await alerts.update('shop', [alert.fingerprint], () => alert);
        await alerts.update('lab', ['a'], () => alertRecord('a', { workspace: 'lab' }));
        const listed = async (limit: number) =>
          (await alerts.list('shop', limit)).map(({ fingerprint }) => fingerprint);
        assert.deepEqual(await listed(10), ['new', 'old', 'over', 'long-over']);
        assert.deepEqual(await listed(2), ['new', 'old']);
        assert.equal(await alerts.prune('shop', 10), 0);
        assert.equal(await alerts.prune('shop', 2), 2);
        assert.deepEqual(await listed(10), ['new', 'old']);
        assert.equal((await alerts.list('lab', 10)).length, 1);
      },
    },
    {
      name: 'keeps whatever an alert says, as far as it can be kept at all',
      async run() {
        const { alerts } = await create();
        for (const [index, text] of hostileTexts.entries()) {
          const clean = text.toWellFormed().replaceAll('\0', '\u{fffd}');
          const labels = Object.fromEntries([[clean, clean]]);
          await alerts.update('shop', [`f${index}`], (fingerprint) =>
            alertRecord(fingerprint, { name: clean, labels, annotations: labels }),
          );
          const kept = (await alerts.list('shop', 50)).find(({ fingerprint }) => fingerprint === `f${index}`);
          assert.deepEqual([kept?.name, kept?.labels, kept?.annotations], [clean, labels, labels]);
        }
      },
    },
  ];
}
