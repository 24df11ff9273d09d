import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { runInThisContext } from 'node:vm';
import { eachName, hitName, instrumentAwaits, settledName } from './awaits.ts';
import { Hits } from './hits.ts';

const hits = new Hits();
hits.install();

/** Runs the body of an async function, instrumented, and gives its value with the sites that it reached. */
async function run(body: string) {
  const from = hits.recorded.length;
  const source = `async function work() {${body}}`;
  const { code, sites } = instrumentAwaits(source, 'f.ts');
  const value = await hits.count(() => runInThisContext(`${code}; work();`) as Promise<unknown>);
  return { value, sites: sites.map(({ name }) => name), reached: hits.recorded.slice(from).map(({ site }) => site) };
}

const position = (column: number, when: string) => `f.ts:1:${column + 'async function work() {'.length} ${when}`;

describe('instrumented code', () => {
  test('tells before what is awaited is evaluated, and after it has settled', async () => {
    const { value, reached } = await run('return await (async () => 7)() + 1;');
    assert.equal(value, 8);
    assert.deepEqual(reached, [position(8, 'before'), position(8, 'after')]);
  });

  test('tells of awaits within awaits, in their order', async () => {
    const { value, reached } = await run('return await f(await 1); async function f(x) { return x; }');
    assert.equal(value, 1);
    assert.deepEqual(reached, [
      position(8, 'before'),
      position(16, 'before'),
      position(16, 'after'),
      position(8, 'after'),
    ]);
  });

  test('does not tell that what was rejected has settled', async () => {
    const { value, reached } = await run('try { await Promise.reject(1); } catch (e) { return e; }');
    assert.equal(value, 1);
    assert.deepEqual(reached, [position(7, 'before')]);
  });

  test('tells of each turn of a loop, and of its end', async () => {
    const { value, reached } = await run('let s = 0; for await (const x of [1, Promise.resolve(2)]) s += x; return s;');
    assert.equal(value, 3);
    assert.deepEqual(
      reached,
      ['before', 'after', 'before', 'after', 'before', 'after'].map((when) => position(12, when)),
    );
  });

  test('ends what a loop leaves early', async () => {
    const { value } = await run(
      'let ended = false; for await (const x of g()) break; return ended; async function* g() { try { yield 1; } finally { ended = true; } }',
    );
    assert.equal(value, true);
  });

  test('tells of what an async generator hands on, and not of a plain one', async () => {
    const { value, reached } = await run(
      'return (await Array.fromAsync(g())).length; async function* g() { yield* [1, 2]; }',
    );
    assert.equal(value, 2);
    assert.equal(reached.filter((site) => site.endsWith('before')).length, 4);
    const plain = await run('return [...g()].length; function* g() { yield* [1, 2]; }');
    assert.deepEqual([plain.value, plain.reached], [2, []]);
  });

  test('keeps its lines, and is as it was where nothing is awaited', () => {
    const source = 'const a = 1;\nawait a\n;export { a };\n';
    const { code, sites } = instrumentAwaits(source, 'g.ts');
    assert.equal(code.split('\n').length, source.split('\n').length);
    assert.deepEqual(
      sites.map(({ name }) => name),
      ['g.ts:2:1 after', 'g.ts:2:1 before'],
    );
    assert.equal(instrumentAwaits('let b = 1;', 'h.ts').code, 'let b = 1;');
    for (const name of [hitName, settledName]) assert.ok(code.includes(name));
    assert.ok(!code.includes(eachName));
  });
});
