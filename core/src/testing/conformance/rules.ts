import { factSchemas } from '../../engine/fact-schemas.ts';
import type { Plugin } from '../../plugin/plugin.ts';
import { compileRules, runRuleTests } from '../../rules/index.ts';
import { ruleSetsOf } from '../rule-sets.ts';
import { assert, type Check } from './check.ts';

/** What the rules of a plugin must be. The plugin is registered by itself, with this configuration. */
export function ruleChecks(plugin: Plugin, config: unknown = {}): readonly Check[] {
  return [
    {
      name: 'its rules are well formed, and pass the tests that they carry',
      async run() {
        const sets = await ruleSetsOf(plugin, config);
        assert.ok(
          sets.some(({ rules }) => rules.length > 0),
          'it has no rules: contribute to ruleSourcePoint, and look whether the directory that is read is the right one',
        );
        compileRules(sets, { schemas: factSchemas });
        const failed = runRuleTests(sets, { schemas: factSchemas }).filter(({ passed }) => !passed);
        assert.deepEqual(
          failed.map(({ rule, test, message }) => `${rule}, ${test}: ${message}`),
          [],
          'these tests of rules fail: `hexaops rules test ./rules` shows each condition with what it saw',
        );
      },
    },
    {
      name: 'each of its rules carries a test',
      async run() {
        const untested = (await ruleSetsOf(plugin, config)).flatMap(({ rules }) =>
          rules.flatMap(({ id, tests = [] }) => (tests.length === 0 ? [id] : [])),
        );
        assert.deepEqual(
          untested,
          [],
          'these rules carry no test: add tests: [{ given: { text: ... }, expect: fires }] and one that expects none',
        );
      },
    },
    {
      name: 'each of its routes says in its description what to ask',
      async run() {
        const silent = (await ruleSetsOf(plugin, config))
          .filter(({ stage }) => stage === 'route')
          .flatMap(({ rules }) => rules.flatMap(({ id, description = '' }) => (description === '' ? [id] : [])));
        assert.deepEqual(
          silent,
          [],
          'these rules have no description: write a question that they answer, it is shown to whoever asks what can be asked',
        );
      },
    },
  ];
}
