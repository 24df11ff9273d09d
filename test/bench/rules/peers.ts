import { importPeer, nameOfPeer } from '../support/peer.ts';
import type { Engine } from './engine.ts';
import { toExpression } from './hexaops.ts';
import type { Condition, Fact } from './workload.ts';

interface JsonRulesEngine {
  readonly Engine: new (
    rules: readonly unknown[],
    options: { readonly allowUndefinedFacts: boolean },
  ) => {
    addOperator(name: string, evaluate: (actual: string, expected: string) => boolean): void;
    addRule(rule: unknown): void;
    run(fact: Fact): Promise<{ readonly events: readonly { readonly type: string }[] }>;
  };
}

const operatorsOfJsonRulesEngine: Readonly<Record<Condition['operator'], string>> = {
  equals: 'equal',
  '>': 'greaterThan',
  '>=': 'greaterThanInclusive',
  '<': 'lessThan',
  '<=': 'lessThanInclusive',
  contains: 'textContains',
  matches: 'textMatches',
};

export const jsonRulesEngine: Engine = {
  name: nameOfPeer('json-rules-engine'),
  async load(rules) {
    const { Engine } = await importPeer<JsonRulesEngine>('json-rules-engine');
    const engine = new Engine([], { allowUndefinedFacts: true });
    const matches = compiledPatterns();
    engine.addOperator('textContains', (actual, expected) => actual.includes(expected));
    engine.addOperator('textMatches', matches);
    for (const { id, conditions } of rules) {
      const all = conditions.map(({ field, operator, value }) => ({
        fact: field,
        operator: operatorsOfJsonRulesEngine[operator],
        value,
      }));
      engine.addRule({ conditions: { all }, event: { type: id } });
    }
    return async (fact) => (await engine.run(fact)).events.map(({ type }) => type);
  },
};

interface JsonLogicEngine {
  readonly LogicEngine: new () => {
    addMethod(name: string, method: (values: readonly [string, string]) => boolean): void;
    build(logic: unknown): (fact: Fact) => unknown;
  };
}

export const jsonLogicEngine: Engine = {
  name: `${nameOfPeer('json-logic-engine')}, compiled`,
  async load(rules) {
    const { LogicEngine } = await importPeer<JsonLogicEngine>('json-logic-engine');
    const engine = new LogicEngine();
    const matches = compiledPatterns();
    engine.addMethod('textMatches', ([actual, expected]) => matches(actual, expected));
    const compiled = rules.map(({ id, conditions }) => [id, engine.build({ and: conditions.map(toLogic) })] as const);
    return (fact) => compiled.filter(([, fires]) => fires(fact) === true).map(([id]) => id);
  },
};

function toLogic({ field, operator, value }: Condition): unknown {
  const actual = { var: field };
  if (operator === 'contains') return { in: [value, actual] };
  return { [operator === 'equals' ? '===' : operator === 'matches' ? 'textMatches' : operator]: [actual, value] };
}

interface CelEnvironment {
  registerVariable(name: string, type: string): this;
  parse(expression: string): (variables: { readonly fact: Fact }) => unknown;
}

interface CelJs {
  readonly Environment: new () => CelEnvironment;
}

export const celJs: Engine = {
  name: nameOfPeer('@marcbachmann/cel-js'),
  async load(rules) {
    const { Environment } = await importPeer<CelJs>('@marcbachmann/cel-js');
    const environment = new Environment().registerVariable('fact', 'map');
    const compiled = rules.map(
      ({ id, conditions }) => [id, environment.parse(conditions.map(toCel).join(' && '))] as const,
    );
    return (fact) => compiled.filter(([, fires]) => fires({ fact }) === true).map(([id]) => id);
  },
};

/** Numbers of JSON are doubles for CEL, which compares them with doubles only. */
function toCel(condition: Condition): string {
  const expression = `fact.${toExpression(condition)}`;
  return typeof condition.value === 'number' ? `${expression}.0` : expression;
}

/** What one would write without an engine: a list of functions, one for each rule. */
export const closures: Engine = {
  name: 'closures, one after the other',
  load(rules) {
    const tests = rules.map(({ id, conditions }) => [id, allOf(conditions.map(toTest))] as const);
    return Promise.resolve((fact) => {
      const fired: string[] = [];
      for (const [id, test] of tests) if (test(fact)) fired.push(id);
      return fired;
    });
  },
};

type Test = (fact: Fact) => boolean;

function allOf([a, b, c, ...others]: readonly Test[]): Test {
  if (a === undefined || b === undefined || c === undefined || others.length > 0) {
    throw new RangeError('the rules of the workload have three conditions');
  }
  return (fact) => a(fact) && b(fact) && c(fact);
}

function toTest({ field, operator, value }: Condition): Test {
  switch (operator) {
    case 'equals':
      return (fact) => fact[field] === value;
    case '>':
      return (fact) => (fact[field] as number) > value;
    case '>=':
      return (fact) => (fact[field] as number) >= value;
    case '<':
      return (fact) => (fact[field] as number) < value;
    case '<=':
      return (fact) => (fact[field] as number) <= value;
    case 'contains':
      return (fact) => (fact[field] as string).includes(value);
    default: {
      const pattern = new RegExp(value);
      return (fact) => pattern.test(fact[field] as string);
    }
  }
}

function compiledPatterns(): (text: string, pattern: string) => boolean {
  const compiled = new Map<string, RegExp>();
  return (text, pattern) => {
    const known = compiled.get(pattern) ?? new RegExp(pattern);
    compiled.set(pattern, known);
    return known.test(text);
  };
}
