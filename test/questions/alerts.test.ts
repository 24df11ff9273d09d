import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import alertRules from '@hexaops/alert-rules';
import type { Tool } from '@hexaops/core';
import { compileRules, renderAction } from '@hexaops/core/rules';
import { createFakeControlPlane } from '@hexaops/core/testing';
import workerClickHouse from '@hexaops/worker-clickhouse';
import workerKubernetes from '@hexaops/worker-kubernetes';
import workerPrometheus from '@hexaops/worker-prometheus';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { contributionsOf } from '../security/support/tools.ts';

const controlPlane = createFakeControlPlane();
const tools = new Map<string, Tool>(
  [
    contributionsOf(workerKubernetes, {}, controlPlane),
    contributionsOf(workerPrometheus, { url: 'http://prometheus.test:9090' }, controlPlane),
    contributionsOf(workerClickHouse, { url: 'http://clickhouse.test:8123' }, controlPlane),
  ].flatMap((contributions) => contributions.tools.map((tool) => [tool.name, tool] as const)),
);
/** Of a worker whose tools are not among them. */
const elsewhere = ['release-of'];

const sources = contributionsOf(alertRules, {}, controlPlane).ruleSources;
const sets = (await Promise.all(sources.map((source) => source.load(AbortSignal.timeout(60_000))))).flat();

describe('what is looked into because of the usual alerts', () => {
  const rules = compileRules(sets).rules('trigger');
  assert.ok(rules.length >= 10);
  for (const { id, tests, actions } of rules) {
    test(`${id} names readings that there are, with arguments that they take`, () => {
      const [usual] = tests.filter(({ expect }) => expect !== 'none');
      assert.ok(usual);
      for (const action of actions) {
        const { investigate } = renderAction(action, usual.given);
        for (const { tool: name, arguments: values = {} } of investigate.steps ?? []) {
          if (elsewhere.includes(name)) continue;
          const tool = tools.get(name);
          assert.ok(tool, `${name} is not among ${[...tools.keys()].join(', ')}`);
          assert.equal(tool.effect, 'read');
          const ajv = new Ajv2020({ strict: false });
          assert.ok(ajv.validate(tool.input, values), `${name} ${JSON.stringify(values)}: ${ajv.errorsText()}`);
        }
      }
    });
  }
});
