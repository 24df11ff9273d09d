import type { Plugin } from '@hexaops/core';
import { isSecretKey } from '../../../../config/secret-key.ts';
import { advice, countWords, propertiesOf, type Remark, wrong } from './remark.ts';

/** Whether an operator can configure it, and is told of a mistake. */
export function checkConfiguration({ config: schema }: Plugin): readonly Remark[] {
  const where = 'config';
  return [
    ...(schema['type'] === 'object' && schema['additionalProperties'] === false
      ? []
      : [
          wrong(
            where,
            'its schema admits unknown names: a mistyped setting would be taken for none',
            "make it { type: 'object', additionalProperties: false, properties: { ... } }",
          ),
        ]),
    ...propertiesOf(schema).flatMap(([name, property]) => [
      ...(countWords(property['description']) >= 2
        ? []
        : [
            advice(
              `${where}.${name}`,
              'it has no description',
              'say what it is, in which unit, and what holds without it',
            ),
          ]),
      ...(isSecretKey(name) && property['default'] !== undefined
        ? [
            wrong(
              `${where}.${name}`,
              'a secret has a default',
              'leave "default" out: whoever installs it gives their own',
            ),
          ]
        : []),
    ]),
  ];
}
