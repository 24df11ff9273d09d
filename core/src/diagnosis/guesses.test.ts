import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { withoutGuesses } from './guesses.ts';

const found = (cause: string, confidence: number, shownBy: readonly string[], name = 'cart') => ({
  cause,
  confidence,
  object: { kind: 'Deployment', namespace: 'shop', name },
  severity: 'critical' as const,
  evidence: shownBy.map((text) => ({ text })),
});
const certain = found('missing-secret', 0.95, ['the pull is denied', 'seen twice']);
const causes = (...findings: ReturnType<typeof found>[]) => withoutGuesses(findings).map(({ cause }) => cause);

describe('A guess', () => {
  it('goes where a certain cause of the same object explains all that shows it', () => {
    assert.deepEqual(causes(found('wrong-image', 0.4, ['the pull is denied']), certain), ['missing-secret']);
  });

  it('stays where something else shows it, too', () => {
    assert.equal(causes(certain, found('wrong-image', 0.4, ['the pull is denied', 'not found'])).length, 2);
  });

  it('stays where the certain cause is of another object', () => {
    assert.equal(causes(certain, found('wrong-image', 0.4, ['the pull is denied'], 'web')).length, 2);
  });

  it('stays where nothing shows it', () => {
    assert.equal(causes(certain, found('wrong-image', 0.4, [])).length, 2);
  });

  it('is not what is certain enough to explain others', () => {
    assert.equal(causes(certain, found('wrong-image', 0.6, ['the pull is denied'])).length, 2);
  });

  it('stays beside other guesses', () => {
    assert.equal(causes(found('a', 0.5, ['slow']), found('b', 0.3, ['slow'])).length, 2);
  });
});
