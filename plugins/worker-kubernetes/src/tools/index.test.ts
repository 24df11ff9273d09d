import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toolsOf } from './index.ts';
import { listNodes } from './read/list-nodes.ts';
import { workspaceOverview } from './read/workspace-overview.ts';
import { accessTo, contextOf, read } from './testing/context.ts';
import { FakeSource } from './testing/fake-source.ts';

const access = accessTo(new FakeSource([]));
const tools = [...toolsOf({}).map((make) => make(access)), listNodes(access), workspaceOverview(undefined)];

const naughty = [
  '../secrets',
  'shop/../other',
  '*',
  '',
  ' ',
  'Shop',
  'a b',
  'a%2fb',
  'a\n',
  '-a',
  'a?x=1',
  'ａ',
  'a'.repeat(254),
  '__proto__',
];

interface Property {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly maxLength?: number;
}

describe('the tools', () => {
  it('have names of their own', () => {
    assert.equal(new Set(tools.map(({ name }) => name)).size, tools.length);
  });

  for (const { name, input, description } of tools) {
    it(`${name} takes nothing but its arguments, and says what it does`, () => {
      assert.equal(input['additionalProperties'], false);
      assert.match(description, /^[A-Z].*\.$/);
    });

    it(`${name} takes no name that could be something else`, () => {
      for (const [argument, property] of Object.entries((input['properties'] ?? {}) as Record<string, Property>)) {
        if (property.type !== 'string') continue;
        assert.ok((property.maxLength ?? 20) <= 500, `${argument} has no bound`);
        if (!['namespace', 'name', 'object', 'container'].includes(argument)) continue;
        const pattern = new RegExp(property.pattern ?? '', 'u');
        for (const text of naughty) {
          assert.ok(
            !pattern.test(text) || text.length > (property.maxLength ?? 0),
            `${argument} takes ${JSON.stringify(text)}`,
          );
        }
      }
    });
  }
});

describe('workspace-overview', () => {
  it('says that it has nobody to ask where there is no control plane', async () => {
    const { evidence, unavailable } = await read(workspaceOverview(undefined), {}, contextOf());
    assert.deepEqual(evidence, []);
    assert.equal(unavailable?.[0]?.source, 'the overview of the workspace');
  });
});
