// oxlint-disable unicorn/no-thenable -- "then" is a keyword of JSON Schema and a field of rules
import type { Schema } from '../../extension/schema.ts';
import { actionSchema } from '../actions/action-schema.ts';
import { type Stage, stages } from '../actions/action.ts';
import { durationPattern } from '../duration.ts';

const scalar = { type: ['string', 'number', 'boolean', 'null'] } as const;
const ordered = { type: ['number', 'string'] } as const;
const pattern = { type: 'string', maxLength: 1000, description: 'RE2, found anywhere in the text.' } as const;
const texts = {
  type: 'array',
  minItems: 1,
  maxItems: 200,
  items: { type: 'string', minLength: 1, maxLength: 200 },
} as const;

const conditions = {
  equals: scalar,
  not: scalar,
  in: { type: 'array', items: scalar },
  notIn: { type: 'array', items: scalar },
  greaterThan: ordered,
  atLeast: ordered,
  lessThan: ordered,
  atMost: ordered,
  contains: { ...scalar, description: 'A part of a text, or an element of a list.' },
  startsWith: { type: 'string' },
  endsWith: { type: 'string' },
  matches: pattern,
  exists: { type: 'boolean' },
  words: { ...texts, description: 'Any of these, as whole words, whatever their case.' },
} as const;

const capture = {
  type: 'object',
  required: ['type'],
  discriminator: { propertyName: 'type' },
  oneOf: [
    captureOf('object', { kinds: texts, known: { const: true } }),
    captureOf('integer', { minimum: { type: 'integer' }, maximum: { type: 'integer' } }),
    captureOf('duration', {}),
    captureOf(
      'word',
      {
        words: {
          type: 'object',
          minProperties: 1,
          maxProperties: 100,
          additionalProperties: { ...texts, minItems: 0 },
        },
      },
      ['words'],
    ),
    captureOf('text', {}),
  ],
} as const;

function captureOf(type: string, properties: Schema, required: readonly string[] = []): Schema {
  return {
    type: 'object',
    additionalProperties: false,
    required: ['type', ...required],
    properties: { type: { const: type }, ...properties },
  };
}

/** A scalar (equality), a list (one of), or an object of conditions that must all hold. */
function matchValue(properties: Schema): Schema {
  return {
    if: { type: 'object' },
    then: { type: 'object', additionalProperties: false, minProperties: 1, properties },
    else: { if: { type: 'array' }, then: { type: 'array', items: scalar }, else: scalar },
  };
}

const textConditions = {
  ...conditions,
  phrases: { ...texts, items: { type: 'string', minLength: 1, maxLength: 300 } },
  pattern,
  captures: { type: 'object', propertyNames: { pattern: '^[a-z][A-Za-z0-9]*$' }, additionalProperties: capture },
} as const;

const expectation = {
  if: { type: 'string' },
  then: { enum: ['none', 'fires'] },
  else: {
    type: 'object',
    additionalProperties: false,
    minProperties: 1,
    properties: {
      verdict: { enum: ['true', 'false', 'unknown', 'error'] },
      decision: { enum: ['deny', 'require-approval', 'allow', 'none'] },
      ...Object.fromEntries(
        ['captures', 'finding', 'plan', 'answer', 'ask', 'investigate', 'use'].map((name) => [
          name,
          { type: 'object' },
        ]),
      ),
    },
  },
} as const;

function rule(stage: Stage): Schema {
  return {
    type: 'object',
    additionalProperties: false,
    required: ['id', 'then'],
    properties: {
      id: { type: 'string', minLength: 1, maxLength: 200, pattern: '^\\S(?:.*\\S)?$' },
      description: { type: 'string' },
      priority: { type: 'number' },
      mode: { enum: ['enforce', 'dryRun', 'off'] },
      final: { type: 'boolean' },
      match: {
        type: 'object',
        additionalProperties: matchValue(conditions),
        ...(stage === 'route' ? { properties: { text: matchValue(textConditions) } } : {}),
      },
      when: { type: 'string', minLength: 1, maxLength: 8192, description: "CEL over the fact's fields." },
      then: { type: 'array', items: actionSchema(stage) },
      tests: {
        type: 'array',
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['given', 'expect'],
          properties: { name: { type: 'string' }, given: { type: 'object' }, expect: expectation },
        },
      },
      coolDown: { type: 'string', pattern: durationPattern },
    },
  };
}

function ruleSet(stage: Stage): Schema {
  return {
    type: 'object',
    additionalProperties: false,
    required: ['apiVersion', 'kind', 'stage', 'rules'],
    properties: {
      apiVersion: { const: 'hexaops/v1' },
      kind: { const: 'RuleSet' },
      stage: { const: stage },
      layer: { enum: ['platform', 'plugin', 'workspace'] },
      workspace: { type: 'string', minLength: 1 },
      metadata: { type: 'object', properties: { name: { type: 'string' } } },
      ...(stage === 'route' ? { missingTools: { enum: ['refuse', 'skip'] } } : {}),
      rules: { type: 'array', items: rule(stage) },
    },
  };
}

/** Of a rule set file. `docs/ruleset.schema.json` is this object. */
export const ruleSetSchema: Schema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Hexaops rule set',
  type: 'object',
  required: ['stage'],
  discriminator: { propertyName: 'stage' },
  oneOf: stages.map(ruleSet),
};
