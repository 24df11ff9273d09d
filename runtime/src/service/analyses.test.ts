import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { factSchemas } from '@hexaops/core';
import { compileRules, runRuleTests } from '@hexaops/core/rules';
import { type Analysis, analysisQuestion, analysisRules, optimizationQuestion } from './analyses.ts';

describe('the analyses', () => {
  test('pass their own tests', () => {
    const failed = runRuleTests([analysisRules], { schemas: factSchemas }).filter(({ passed }) => !passed);
    assert.deepEqual(
      failed.map(({ rule, message }) => `${rule}: ${message}`),
      [],
    );
  });

  test('are what their questions ask for, each its own', () => {
    const rules = compileRules([analysisRules], { schemas: factSchemas });
    const analyses: readonly Analysis[] = ['anomalies', 'performance', 'security', 'capacity'];
    for (const analysis of analyses) {
      for (const minutes of [5, 90, 1440]) {
        const fact = { text: analysisQuestion(analysis, minutes), namespaces: [] };
        assert.deepEqual(rules.evaluate('route', fact), [`route.analyze-${analysis}`]);
      }
    }
    assert.deepEqual(rules.evaluate('route', { text: optimizationQuestion('checkout') }), ['route.optimize']);
  });
});
