import { type CompiledRules, compileRules, type Rule, type RuleSet } from '@hexaops/core/rules';
import type { Engine } from './engine.ts';
import type { Condition, WorkloadRule } from './workload.ts';

/** As people write them: names in `match`, all else in `when`. */
function toRule({ id, conditions }: WorkloadRule): Rule {
  const names = conditions.filter(({ operator }) => operator === 'equals');
  const others = conditions.filter(({ operator }) => operator !== 'equals');
  return {
    id,
    match: Object.fromEntries(names.map(({ field, value }) => [field, value])),
    ...(others.length === 0 ? {} : { when: others.map(toExpression).join(' && ') }),
    // oxlint-disable-next-line unicorn/no-thenable -- rules have a field "then"
    then: [{ finding: { cause: id } }],
  };
}

export function toExpression({ field, operator, value }: Condition): string {
  const constant = JSON.stringify(value);
  if (operator === 'contains' || operator === 'matches') return `${field}.${operator}(${constant})`;
  return `${field} ${operator === 'equals' ? '==' : operator} ${constant}`;
}

export function sharedSet(rules: readonly WorkloadRule[]): readonly RuleSet[] {
  return [{ apiVersion: 'hexaops/v1', kind: 'RuleSet', stage: 'diagnose', rules: rules.map(toRule) }];
}

export function setsByWorkspace(rules: readonly WorkloadRule[]): readonly RuleSet[] {
  return [...Map.groupBy(rules, ({ workspace }) => workspace)].map(([workspace, own]) => ({
    ...(sharedSet(own)[0] as RuleSet),
    layer: 'workspace',
    workspace,
  }));
}

export function compile(sets: readonly RuleSet[]): CompiledRules {
  return compileRules(sets);
}

export const hexaops: Engine = {
  name: 'Hexaops',
  load(rules) {
    const compiled = compile(sharedSet(rules));
    return Promise.resolve((fact) => compiled.evaluate('diagnose', fact));
  },
};
