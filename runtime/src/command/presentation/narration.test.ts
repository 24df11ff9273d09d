import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { widthOf } from './fit.ts';
import { Narration, type NarrationOptions } from './narration.ts';
import { screenFor } from './testing/screen.ts';
import { hostile, story } from './testing/story.ts';

function told(columns: number | undefined, options: NarrationOptions = {}, coloured = false): readonly string[] {
  const narration = new Narration(options);
  return story.flatMap((event) => narration.lines(event, screenFor(columns, coloured)));
}

/** `HEXAOPS_WRITE_GOLDEN=1` writes the files anew. */
async function assertGolden(name: string, lines: readonly string[]): Promise<void> {
  const file = new URL(`testing/golden/${name}.txt`, import.meta.url);
  const text = `${lines.join('\n')}\n`;
  if (process.env['HEXAOPS_WRITE_GOLDEN'] === '1') await writeFile(file, text);
  assert.equal(text, await readFile(file, 'utf8'));
}

const widths = [40, 60, 80, 120];

describe('a run in a terminal', () => {
  for (const columns of widths)
    test(`of ${columns} columns`, () => assertGolden(`${columns}-columns`, told(columns, { wholeEvidence: true })));

  test('is never wider than it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 40, max: 200 }), fc.boolean(), (columns, wholeEvidence) => {
        for (const line of told(columns, { wholeEvidence })) assert.ok(widthOf(line) <= columns, line);
      }),
      { numRuns: 30 },
    );
  });

  test('says the same with colours as without', () => {
    assert.deepEqual(told(80, {}, true).map(stripVTControlCharacters), told(80));
  });
});

describe('a run in a pipe', () => {
  test('says when a step begins, and breaks no line', () =>
    assertGolden('pipe', told(undefined, { beginnings: true })));
});

describe('text that others have written', () => {
  const colours = /\p{Cc}\[\d{1,2}m/gu;

  test('moves nothing, names nothing and turns nothing, wherever it stands', () => {
    for (const columns of [undefined, ...widths]) {
      const text = told(columns, { wholeEvidence: true }, true).join('\n').replaceAll(colours, '');
      for (const character of new Set(hostile.match(/[\p{Cc}\p{Zl}\p{Bidi_Control}]/gu)))
        assert.ok(!text.includes(character), `U+${character.charCodeAt(0).toString(16)}`);
    }
  });
});
