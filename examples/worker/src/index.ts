import { lookup } from 'node:dns/promises';
import { defineReadTool, definePlugin, ruleSourcePoint, toolPoint } from '@hexaops/core';
import { parseRuleSets } from '@hexaops/core/rules';

const resolveHost = defineReadTool({
  name: 'resolve-host',
  worker: 'names',
  description: 'Tells which addresses a host name has.',
  input: { type: 'object', additionalProperties: false, required: ['host'], properties: { host: { type: 'string' } } },
  async execute({ host }) {
    const addresses = (await lookup(host, { all: true })).map(({ address }) => address);
    const title = `${host} has ${addresses.length} addresses: ${addresses.join(', ')}`;
    return {
      evidence: [{ source: 'dns', query: `lookup ${host}`, title, content: { kind: 'object', object: addresses } }],
    };
  },
});
const rules = `{ apiVersion: hexaops/v1, kind: RuleSet, stage: route, rules: [{
  id: route.resolve-host, description: "what is the address of shop.example?",
  match: { text: { phrases: ["what [is|are] the [address|addresses] of {host}"], captures: { host: { type: text } } } },
  then: [{ plan: { task: "Resolve \${host}", steps: [{ id: look, tool: resolve-host, arguments: { host: "\${host}" } }] } }]
}] }`;

export default definePlugin({
  register(api) {
    api.contribute(toolPoint, resolveHost);
    api.contribute(ruleSourcePoint, { id: 'names', load: async () => parseRuleSets(rules, 'names.yaml') });
  },
});
