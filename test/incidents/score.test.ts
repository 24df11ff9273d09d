import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Answers, score } from './score.ts';
import { formatScores } from './table.ts';

const answers: Answers = {
  one: { fault_object: 'app/cart', root_cause: 'oom_killed', fault_taxonomy: 'Runtime_Fault' },
  two: { fault_object: 'node/a', root_cause: 'kubelet_unavailable', fault_taxonomy: 'Infrastructure_Fault' },
};
const right = { object: 'app/cart', rootCause: 'oom_killed' };
const wrong = { object: 'app/web', rootCause: 'kubelet_unavailable' };

describe('A score', () => {
  it('counts object, cause and both, in the first prediction and in the first three', () => {
    const { all } = score(answers, { one: [wrong, right], two: [wrong, right] });
    assert.deepEqual(all, {
      cases: 2,
      object: { first: 0, three: 0.5 },
      cause: { first: 0.5, three: 1 },
      both: { first: 0, three: 0.5 },
    });
  });

  it('counts what was not predicted as a miss, and says what was', () => {
    const scores = score(answers, { one: [right] });
    assert.equal(scores.all.both.first, 0.5);
    assert.deepEqual(scores.misses, [{ id: 'two', expected: 'node/a kubelet_unavailable', predicted: [] }]);
    assert.match(formatScores(scores), /two {2}expected node\/a kubelet_unavailable; predicted nothing/);
  });

  it('looks at neither case nor the space around', () => {
    assert.equal(score(answers, { one: [{ object: ' APP/cart', rootCause: 'OOM_KILLED ' }] }).all.both.first, 0.5);
  });
});
