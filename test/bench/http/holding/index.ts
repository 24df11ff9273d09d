import { defineReadTool, definePlugin, ruleSourcePoint, toolPoint } from '@hexaops/core';
import { parseRuleSets } from '@hexaops/core/rules';
import { heldSteps } from './held-steps.ts';

/** Ends only when its run is ended. */
const hold = defineReadTool({
  name: 'hold',
  worker: 'holding',
  description: 'Waits.',
  input: { type: 'object', additionalProperties: false },
  execute: (_input, { signal }) => heldSteps.wait(signal),
});

const rules = `{ apiVersion: hexaops/v1, kind: RuleSet, stage: route, rules: [
  { id: route.hold, match: { text: { phrases: [hold] } }, then: [{ plan: { task: Hold, steps: [{ id: s0, tool: hold }] } }] }
] }`;

/** Runs that go on for as long as a measurement needs them to. */
export default definePlugin({
  register(api) {
    api.contribute(toolPoint, hold);
    api.contribute(ruleSourcePoint, { id: 'holding', load: async () => parseRuleSets(rules, 'holding.yaml') });
  },
});
