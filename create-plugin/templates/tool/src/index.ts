import { definePlugin, ruleSourcePoint, toolPoint } from '@hexaops/core';
import { parseRuleSets } from '@hexaops/core/rules';
import { describeNetwork } from './describe-network.ts';

/** What people may write, and what is done then. The description is shown to whoever asks what can be asked. */
const rules = `
apiVersion: hexaops/v1
kind: RuleSet
stage: route
rules:
  - id: route.my-plugin.describe-network
    description: how many addresses does 10.0.0.0/24 have?
    match:
      text:
        phrases:
          - how many addresses does {network} have
          - how many addresses [has|are in] {network}
        captures: { network: { type: text } }
    then:
      - plan:
          task: 'Count the addresses of \${network}'
          steps: [{ id: network, tool: describe-network, arguments: { network: '\${network}' } }]
    tests:
      - given: { text: 'how many addresses does 10.0.0.0/24 have?' }
        expect: { captures: { network: 10.0.0.0/24 } }
      - given: { text: 'what is wrong?' }
        expect: none
`;

export default definePlugin({
  register(api) {
    api.contribute(toolPoint, describeNetwork);
    api.contribute(ruleSourcePoint, { id: 'my-plugin', load: async () => parseRuleSets(rules, 'my-plugin.yaml') });
  },
});
