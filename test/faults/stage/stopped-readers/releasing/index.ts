import { defineReadTool, definePlugin, ruleSourcePoint, toolPoint } from '@hexaops/core';
import { parseRuleSets } from '@hexaops/core/rules';
import { heldSteps } from './held-steps.ts';

/** Waits until `heldSteps.release` is called, then gives as much as was asked for. */
const hold = defineReadTool({
  name: 'hold',
  worker: 'holding',
  description: 'Waits.',
  input: {
    type: 'object',
    additionalProperties: false,
    required: ['bytes'],
    properties: { bytes: { type: 'integer' } },
  },
  async execute({ bytes }, { signal }) {
    await heldSteps.wait(signal);
    const content = { kind: 'text', text: 'x'.repeat(bytes) } as const;
    return { evidence: [{ source: 'holding', query: 'hold', title: 'Held', content }] };
  },
});

/** As many as a plan may have. */
const steps = 50;

/** A run of many steps, one after the other, each of which waits. */
function rule(id: string, phrase: string, bytes: number): string {
  const plan = Array.from({ length: steps }, (_, index) => {
    const needs = index === 0 ? '' : `, needs: [s${index - 1}]`;
    return `{ id: s${index}, tool: hold, arguments: { bytes: ${bytes} }${needs} }`;
  });
  return `{ id: route.${id}, match: { text: { phrases: [${phrase}] } }, then: [{ plan: { task: Hold, steps: [${plan.join(', ')}] } }] }`;
}

const rules = `{ apiVersion: hexaops/v1, kind: RuleSet, stage: route, rules: [
  { id: route.once, match: { text: { phrases: [hold once] } }, then: [{ plan: { task: Hold, steps: [{ id: s0, tool: hold, arguments: { bytes: 64 } }] } }] },
  ${rule('tick', 'hold and tick', 64)},
  ${rule('flood', 'hold and flood', 32_768)}
] }`;

/** Runs that go on for as long as a measurement needs them to. */
export default definePlugin({
  register(api) {
    api.contribute(toolPoint, hold);
    api.contribute(ruleSourcePoint, { id: 'holding', load: async () => parseRuleSets(rules, 'holding.yaml') });
  },
});
