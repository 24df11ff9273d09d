import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Costs, demandOf, mostPerSecond, replicasOfPostgres } from './arithmetic.ts';

const costs: Costs = { replicas: 12, Postgres: 3, nginx: 0.6, Redis: 0.3 };

describe('what follows from the processor time of a question', () => {
  test('is how many replicas and cores a load needs, each core used to three fifths', () => {
    assert.deepEqual(demandOf(100, costs), {
      perSecond: 100,
      replicas: 2,
      postgresCores: 0.5,
      nginxCores: 0.1,
      redisCores: 0.05,
    });
    assert.equal(demandOf(1_000, costs).replicas, 20);
    assert.equal(demandOf(0, costs).replicas, 1);
  });

  test('is what some cores can answer, and how many replicas a Postgres has room for', () => {
    assert.equal(Math.round(mostPerSecond(1, costs.replicas)), 83);
    assert.equal(replicasOfPostgres(4, costs), 16);
  });
});
