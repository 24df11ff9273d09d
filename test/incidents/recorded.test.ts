import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { predictAll } from './predict.ts';
import { findIncidents, unpackIncidents } from './recorded.ts';
import { score } from './score.ts';
import { formatScores } from './table.ts';

const directory = await findIncidents();
const required = process.env['HEXAOPS_REQUIRE_SHARED'] === '1';

describe('The recorded incidents', () => {
  it('are there where they are required', () => {
    if (directory === undefined)
      console.log('The recorded incidents are not here (HEXAOPS_INCIDENTS); nothing is measured on them.');
    assert.ok(directory !== undefined || !required, 'HEXAOPS_REQUIRE_SHARED=1, and there are no recorded incidents');
  });

  if (directory !== undefined) {
    it('have their cause and its object named first in at least six of ten', async () => {
      await using incidents = await unpackIncidents(directory);
      const predictions = await predictAll(incidents.bundles, () => {}, AbortSignal.timeout(5 * 60 * 1000));
      const scores = score(incidents.answers, predictions);
      assert.ok(scores.all.both.first >= 0.6, formatScores(scores));
    });
  }
});
