import { compileRules, parseRuleSets } from '@hexaops/core/rules';

const rules = compileRules(
  parseRuleSets(
    `
apiVersion: hexaops/v1
kind: RuleSet
stage: guard
rules:
  - id: guard.scale-to-zero-in-production
    match: { environment: production, tool: scale }
    when: replicas == 0
    then: [{ requireApproval: { role: workspace-admin, reason: 'this stops \${name}' } }]
`,
    'guard.yaml',
  ),
);

/** Whether a change may be made, and who has to approve it: rules alone, without an engine. */
export const judge = (change: object) => rules.decide({ environment: 'production', tool: 'scale', ...change });
