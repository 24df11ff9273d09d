import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { collect, fakeCaller } from '@hexaops/core/testing';
import { openShop, text } from '../support/shop.ts';

const execute = promisify(execFile);

describe('text is never code', () => {
  test('a service that has compiled its own words makes no code from anything that comes to it', async (t) => {
    const program = fileURLToPath(new URL('everything.ts', import.meta.url));
    const node = [
      '--conditions=hexaops-source',
      '--import',
      new URL('forbid-evaluation.ts', import.meta.url).href,
      program,
    ];
    const { stdout } = await execute(process.execPath, node, { timeout: 60_000 });
    const told = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as { readonly [name: string]: number };
    const { requests = 0, compiled, before = 0 } = told;
    assert.equal(compiled, 0);
    assert.ok(requests >= 30 && before > 0, 'what is compiled at the start is seen');
    t.diagnostic(`figure: ${requests} requests served, ${compiled} times code made from what they brought`);
  });

  test('expressions in what people and clusters write stay text', async (t) => {
    const key = 'hexaopsCodeRan';
    const expressions = [
      `\${globalThis.${key} = 1}`,
      `{{constructor.constructor("globalThis.${key}=1")()}}`,
      `#{globalThis.${key}=1}`,
      `<%= globalThis.${key}=1 %>`,
      `");globalThis.${key}=1;("`,
      `process.env`,
      `\${input} \${workload} \${7919*7907}`,
      `$(touch /tmp/${key})`,
      `| touch /tmp/${key}`,
      `require("node:fs")`,
    ];
    for (const expression of expressions) {
      const { engine, world } = await openShop({ names: [expression, 'checkout'] });
      world.result = () => ({ evidence: [text(expression, expression)], value: expression });
      for (const message of ['what is wrong?', `scale ${expression} to 3`, expression]) {
        const events = await collect(engine.ask(fakeCaller(), { message }));
        // No time, id or count is this product by chance.
        assert.doesNotMatch(JSON.stringify(events), /62615533/);
      }
    }
    assert.equal(Object.hasOwn(globalThis, key), false);
    t.diagnostic(`figure: ${expressions.length} expressions of template and shell languages, 0 evaluated`);
  });
});
