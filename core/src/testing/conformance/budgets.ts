import type { Store } from '../../extension/store.ts';
import { assert, type Check } from './check.ts';
import { hostileTexts } from './fixtures.ts';

/** What a store must do with budgets. */
export function budgetChecks(create: () => Promise<Store>): readonly Check[] {
  return [
    {
      name: 'lets a budget be spent up to its limit, and takes nothing of what goes beyond',
      async run() {
        const { budgets } = await create();
        assert.deepEqual(await budgets.spend('shop', 'monday', 6, 10), { spent: 6, allowed: true });
        assert.deepEqual(await budgets.spend('shop', 'monday', 5, 10), { spent: 6, allowed: false });
        assert.deepEqual(await budgets.spend('shop', 'monday', 4, 10), { spent: 10, allowed: true });
        assert.deepEqual(await budgets.spend('shop', 'monday', 0, 10), { spent: 10, allowed: true });
        assert.deepEqual(await budgets.spend('shop', 'tuesday', 0.25, 10), { spent: 0.25, allowed: true });
        assert.deepEqual(await budgets.spend('lab', 'monday', 11, 10), { spent: 0, allowed: false });
        assert.deepEqual(await budgets.spend('shop', 'monday', -4, 1), { spent: 6, allowed: true });
        assert.deepEqual(await budgets.spend('shop', 'monday', -40, 1), { spent: 0, allowed: true });
      },
    },
    {
      name: 'lets of many that spend at once only so many as there is room for',
      async run() {
        const { budgets } = await create();
        const spent = await Promise.all(Array.from({ length: 30 }, () => budgets.spend('shop', 'monday', 1, 10)));
        assert.equal(spent.filter(({ allowed }) => allowed).length, 10);
        assert.deepEqual(await budgets.spend('shop', 'monday', 0, 10), { spent: 10, allowed: true });
      },
    },
    {
      name: 'keeps the budgets of any two names apart',
      async run() {
        const { budgets } = await create();
        const storable = hostileTexts.filter((text) => text.isWellFormed() && !text.includes('\0'));
        for (const text of storable) {
          assert.equal((await budgets.spend(text, 'w', 1, 10)).spent, 1, JSON.stringify(text));
          assert.equal((await budgets.spend('s', text, 1, 10)).spent, 1, JSON.stringify(text));
        }
      },
    },
  ];
}
