import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { controlPlanePoint, createEngine, definePlugin, factSchemas } from '@hexaops/core';
import { compileRules, runRuleTests } from '@hexaops/core/rules';
import { collect, createFakeControlPlane, fakeCaller, lastOf } from '@hexaops/core/testing';
import workerKubernetes from '@hexaops/worker-kubernetes';
import workerPrometheus from '@hexaops/worker-prometheus';
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

  test('are plans that the workers take, as far as they are there', async () => {
    const controlPlane = definePlugin({
      register: (api) => api.contribute(controlPlanePoint, createFakeControlPlane()),
    });
    // Nobody listens there: what is planned is looked at here, not what comes of it.
    const prometheus = { use: workerPrometheus, config: { url: 'http://127.0.0.1:1' } };
    await using engine = await createEngine({
      plugins: [controlPlane, workerKubernetes, prometheus],
      config: { ruleSets: [analysisRules] },
    });
    const caller = fakeCaller({ expiresAt: Number.MAX_SAFE_INTEGER });
    for (const analysis of ['anomalies', 'performance', 'security', 'capacity'] as const) {
      const events = await collect(engine.ask(caller, { message: analysisQuestion(analysis, 90) }));
      const { plan } = lastOf(events, 'plan-made');
      assert.deepEqual(plan.madeBy, { rule: `route.analyze-${analysis}` });
      assert.ok(plan.steps.length > 0);
      assert.equal(lastOf(events, 'run-finished').status, 'completed');
    }
  });
});
