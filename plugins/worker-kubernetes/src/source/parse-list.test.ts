import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { resources } from '../cluster/index.ts';
import { NotAList, parseList } from './parse-list.ts';

const pods = resources.find(({ kind }) => kind === 'Pod');
assert.ok(pods !== undefined);

describe('A document that is no list of pods is told by what it is', () => {
  const cases: readonly (readonly [unknown, RegExp])[] = [
    [{ kind: 'PodList', items: 7 }, /^its field items is of type number, not a list$/],
    [{ kind: 'PodList', items: {} }, /^its field items is of type object, not a list$/],
    [{ kind: 'PodList' }, /^it is a PodList without the field items$/],
    [{ kind: 'NodeList', items: [] }, /^it is a NodeList, not a PodList$/],
    [{ kind: 'NodeList', items: 7 }, /^it is a NodeList, not a PodList$/],
    ['pods', /^it holds a string, not a PodList$/],
    [{ kind: 'PodList', items: [{ metadata: {} }] }, /^item 0 is no Pod with a name$/],
  ];
  for (const [document, message] of cases) {
    it(JSON.stringify(document), () => {
      assert.throws(
        () => parseList(document, pods),
        (error) => error instanceof NotAList && message.test(error.message),
      );
    });
  }
});
