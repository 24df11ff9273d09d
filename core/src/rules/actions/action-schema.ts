// oxlint-disable unicorn/no-thenable -- "then" is a keyword of JSON Schema and a field of rules
import type { Schema } from '../../extension/schema.ts';
import { durationPattern } from '../duration.ts';
import type { Stage } from './action.ts';

const text = { type: 'string', maxLength: 4000 } as const;
const template = { ...text, description: 'A template: ${path} inserts a capture or a value of the fact.' } as const;
/** No template: a `$` cannot stand in it. */
const name = { type: 'string', pattern: '^[^$\\s](?:[^$]*[^$\\s])?$', maxLength: 200 } as const;
const templates = {
  type: 'object',
  description: 'Values; texts in them are templates, and a text that is one ${path} keeps the type of the value.',
} as const;
const duration = { type: 'string', pattern: durationPattern, description: 'For example 15m, 1h30m, 2d.' } as const;

function strict(properties: Schema, required: readonly string[] = []): Schema {
  return { type: 'object', additionalProperties: false, properties, ...(required.length === 0 ? {} : { required }) };
}

/** An object, or `true` for an object without any property. */
function orTrue(schema: Schema): Schema {
  return { if: { type: 'boolean' }, then: { const: true }, else: schema };
}

const object = {
  if: { type: 'string' },
  then: { pattern: '^\\$\\{[^}]+\\}$' },
  else: strict({ kind: template, namespace: template, name: template }, ['kind', 'name']),
} as const;

const remedy = strict({ description: template, tool: name, arguments: templates }, ['description']);

const binding = strict(
  {
    step: name,
    value: { ...name, description: 'A path in the value of that step: last.at' },
    type: { enum: ['instant', 'age', 'integer', 'name'] },
    earlier: duration,
    longest: duration,
    otherwise: {
      description:
        'Taken where there is no such value; without it the step is left out then. A text in it is a template.',
    },
  },
  ['step', 'value', 'type'],
);

const step = strict(
  {
    id: name,
    tool: name,
    arguments: templates,
    bind: {
      type: 'object',
      description: 'Arguments of a reading that are taken from what earlier steps tell.',
      additionalProperties: binding,
    },
    needs: { type: 'array', items: name },
    optional: { type: 'boolean', description: 'Left out, and named, where the tool is not installed.' },
    insteadOf: { ...name, description: 'Taken only where that step is left out because its tool is not installed.' },
    deadline: duration,
  },
  ['id', 'tool'],
);

const model = {
  type: 'object',
  required: ['provider', 'model'],
  properties: { provider: name, model: name },
} as const;

/** For each stage, the actions that `then` may hold. */
const actionSchemas: Readonly<Record<Stage, Readonly<Record<string, Schema>>>> = {
  guard: {
    deny: orTrue(strict({ reason: template })),
    requireApproval: orTrue(
      strict({ role: name, fourEyes: { type: 'boolean' }, reason: template, expiresIn: duration }),
    ),
    allow: orTrue(strict({})),
  },
  diagnose: {
    finding: strict(
      {
        cause: name,
        object,
        severity: { enum: ['critical', 'warning', 'info'] },
        confidence: { type: 'number', minimum: 0, maximum: 1 },
        summary: template,
        remedy,
      },
      ['cause'],
    ),
  },
  route: {
    plan: strict(
      {
        task: template,
        steps: { type: 'array', minItems: 1, maxItems: 50, items: step },
        timeline: strict({ span: duration, window: duration }),
      },
      ['task', 'steps'],
    ),
    answer: strict({ template }, ['template']),
    undo: orTrue(strict({})),
    ask: strict({ question: template, choices: { type: 'array', items: template } }, ['question']),
  },
  trigger: {
    investigate: {
      ...strict(
        {
          task: template,
          steps: { type: 'array', minItems: 1, maxItems: 50, items: step },
          timeline: strict({ span: duration, window: duration }),
          playbook: name,
          arguments: templates,
        },
        ['task'],
      ),
      anyOf: [{ required: ['steps'] }, { required: ['playbook'] }],
    },
  },
  model: {
    use: {
      ...model,
      properties: { ...model.properties, fallback: { type: 'array', items: model }, sensitivity: name },
    },
  },
};

/** One action: an object with exactly one of the stage's names. */
export function actionSchema(stage: Stage): Schema {
  return { ...strict(actionSchemas[stage]), minProperties: 1, maxProperties: 1 };
}
