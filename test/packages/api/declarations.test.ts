import assert from 'node:assert/strict';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { changes } from './changes.ts';
import { publicApis } from './declarations.ts';
import { report } from './report.ts';

const manifest = {
  name: '@hexaops/sample',
  version: '0.1.0',
  exports: {
    './package.json': './package.json',
    '.': { types: './dist/index.d.ts', default: './dist/index.js' },
    './more': { types: './dist/more.d.ts', default: './dist/more.js' },
    './unbuilt': { 'hexaops-source': './src/unbuilt.ts' },
  },
};

const files = {
  'sample/package.json': JSON.stringify({ ...manifest, type: 'module' }),
  'sample/dist/index.d.ts': `
export type { Shape } from './shape.ts';
export { draw as paint } from './draw.ts';
export { Ink } from 'ink';
export * from './counter.ts';
`,
  'sample/dist/more.d.ts': `
import type { Shape } from './shape.ts';
/** Says how many corners. */
export declare const corners: (shape: Shape) => number;
`,
  'sample/dist/shape.d.ts': `
/** Drawn by draw. */
export interface Shape {
    /** In pixels. */
    readonly size: Size;
}
interface Size {
    readonly width: number;
}
export interface Unreached {
    readonly secret: true;
}
`,
  'sample/dist/draw.d.ts': `
export declare function draw(shape: import("./shape.ts").Shape, glob?: '/** all */'): void;
export declare function draw(name: string): void;
`,
  'sample/dist/counter.d.ts': `
export declare class Counter {
    #private;
    private readonly hidden;
    readonly count: number;
}
declare const _default: Counter;
export default _default;
`,
  'node_modules/ink/package.json': JSON.stringify({
    name: 'ink',
    version: '1.0.0',
    types: './index.d.ts',
    type: 'module',
  }),
  'node_modules/ink/index.d.ts': `export interface Ink { readonly colour: string }`,
};

describe("A package's public API", () => {
  let root = '';
  before(async () => void (root = await realpath(await mkdtemp(join(tmpdir(), 'hexaops-')))));
  after(() => rm(root, { recursive: true }));

  const reportOf = async (changed: Partial<typeof files> = {}): Promise<string> => {
    for (const [path, text] of Object.entries({ ...files, ...changed })) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), text);
    }
    const [api] = await publicApis([{ folder: 'sample', manifest }], root);
    assert.ok(api);
    return report(api);
  };

  it('is what each entry point exports, and each declaration that it names, once', async () => {
    assert.equal(
      await reportOf(),
      `// The public API of @hexaops/sample: npm run api writes it.

// @hexaops/sample
export {
  Counter,
  Shape,
  draw as paint,
};
export {
  Ink,
} from 'ink';

// @hexaops/sample/more
export {
  corners,
};

declare class Counter {
    readonly count: number;
}

interface Shape {
    readonly size: Size;
}

interface Size {
    readonly width: number;
}

declare const corners: (shape: Shape) => number;

declare function draw(name: string): void;

declare function draw(shape: Shape, glob?: '/** all */'): void;
`,
    );
  });

  const edit = (path: keyof typeof files, from: string, to: string): Partial<typeof files> => {
    assert.ok(files[path].includes(from));
    return { [path]: files[path].replace(from, to) };
  };

  const changed = [
    {
      what: 'a member of a type that is only named',
      by: edit('sample/dist/shape.d.ts', 'width: number', 'width: bigint'),
      words: ['changed: interface Size', '  -     readonly width: number;', '  +     readonly width: bigint;'],
    },
    {
      what: 'an export that is gone, with what it named alone',
      by: edit('sample/dist/index.d.ts', `export * from './counter.ts';\n`, ''),
      words: ['changed: // @hexaops/sample', '  -   Counter,', 'removed: declare class Counter'],
    },
    {
      what: 'an overload that is gone',
      by: edit('sample/dist/draw.d.ts', 'export declare function draw(name: string): void;', ''),
      words: ['changed: declare function draw', '  - declare function draw(name: string): void;'],
    },
    {
      what: 'a new export',
      by: edit('sample/dist/more.d.ts', '/** Says', 'export declare const sides: number;\n/** Says'),
      words: ['changed: // @hexaops/sample/more', '  +   sides,', 'added: declare const sides'],
    },
    {
      what: 'a name that comes from elsewhere now',
      by: edit('sample/dist/index.d.ts', `export { Ink } from 'ink'`, 'export interface Ink {}'),
      words: [
        'changed: // @hexaops/sample',
        '  +   Ink,',
        '  - export {',
        '  -   Ink,',
        "  - } from 'ink';",
        'added: interface Ink',
      ],
    },
  ];
  for (const { what, by, words } of changed)
    it(`changes with ${what}`, async () => assert.deepEqual(changes(await reportOf(), await reportOf(by)), words));

  const same = [
    { what: 'a comment', by: edit('sample/dist/shape.d.ts', 'In pixels.', 'In points.') },
    { what: 'a private member', by: edit('sample/dist/counter.d.ts', 'private readonly hidden', 'private other') },
    { what: 'what no export leads to', by: edit('sample/dist/shape.d.ts', 'secret: true', 'secret: false') },
    { what: 'another package', by: edit('node_modules/ink/index.d.ts', 'colour: string', 'colour: number') },
  ];
  for (const { what, by } of same)
    it(`does not change with ${what}`, async () => assert.equal(await reportOf(by), await reportOf()));

  it('is refused where an export leads nowhere', async () => {
    const broken = edit('sample/dist/index.d.ts', `from 'ink'`, `from 'missing'`);
    await assert.rejects(reportOf(broken), /exports Ink, which is declared nowhere/);
    await assert.rejects(
      publicApis(
        [{ folder: 'sample', manifest: { ...manifest, exports: { '.': { default: './dist/absent.js' } } } }],
        root,
      ),
      /absent\.d\.ts is missing: build before/,
    );
  });
});
