import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { parseManifest } from './parse-manifest.ts';

const object = (body: string, name = 'a') => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\n${body}\n`;

describe('a manifest', () => {
  it('is its objects, each with the template that made it', () => {
    const { objects, problems } = parseManifest(
      `---\n# Source: shop/templates/a.yaml\n${object('data: { x: y }')}---\n# Source: shop/charts/db/templates/b.yaml\n${object('', 'b')}---\n# nothing\n---\n`,
    );
    assert.deepEqual(problems, []);
    assert.deepEqual(
      objects.map(({ kind, name, template }) => [kind, name, template]),
      [
        ['ConfigMap', 'a', 'templates/a.yaml'],
        ['ConfigMap', 'b', 'charts/db/templates/b.yaml'],
      ],
    );
  });

  it('means what it means to Helm, which reads YAML 1.1', () => {
    const values = (text: string) => parseManifest(object(`data: { x: ${text} }`)).objects[0]?.object['data'];
    const cases: readonly (readonly [string, unknown])[] = [
      ['0440', 288],
      ['yes', true],
      ['off', false],
      ['"yes"', 'yes'],
      ['22:22', '22:22'],
      ['2024-01-01', '2024-01-01'],
      ['1e3', 1000],
      ['0x1F', 31],
      ['~', null],
      ['1.0.0', '1.0.0'],
    ];
    for (const [text, value] of cases) assert.deepEqual(values(text), { x: value }, text);
  });

  it('of a list is the objects in it', () => {
    const items = ['a', 'b']
      .map((name) => `- { apiVersion: v1, kind: Service, metadata: { name: ${name} } }`)
      .join('\n');
    const { objects } = parseManifest(`kind: List\napiVersion: v1\nitems:\n${items}\n`);
    assert.deepEqual(
      objects.map(({ name }) => name),
      ['a', 'b'],
    );
  });

  it('with a mistake is the other documents, and the mistake is told', () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${['b', 'c', 'd', 'e', 'f', 'g', 'h', 'i']
      .map(
        (key, index) =>
          `${key}: &${key} [${Array(9)
            .fill(`*${'abcdefgh'.charAt(index)}`)
            .join(',')}]`,
      )
      .join('\n')}\n`;
    for (const wrong of ['a: [', 'just text', '- 1', 'kind: Secret', bomb]) {
      const { objects, problems } = parseManifest(`${object('')}---\n${wrong}\n---\n${object('', 'b')}`);
      assert.equal(objects.length, 2, wrong.slice(0, 20));
      assert.equal(problems.length, 1);
    }
  });

  it('never fails, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => object(text)),
        ),
        (text) => {
          for (const { kind, name } of parseManifest(text).objects) assert.ok(kind !== '' && name !== '');
        },
      ),
    );
  });
});
