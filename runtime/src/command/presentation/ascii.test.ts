import assert from 'node:assert/strict';
import { createInterface } from 'node:readline/promises';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { asciiTerminal, inAscii, isWithoutUnicode } from './ascii.ts';
import { widthOf } from './fit.ts';

describe('a terminal that does not read UTF-8', () => {
  test('is known by the first variable of the locale that is set', () => {
    for (const locale of [{ LANG: 'C' }, { LANG: 'POSIX' }, { LANG: 'ja_JP.eucJP' }, { LANG: 'de_DE' }]) {
      assert.equal(isWithoutUnicode(locale), true, JSON.stringify(locale));
    }
    for (const locale of [{}, { LANG: '' }, { LANG: 'C.UTF-8' }, { LANG: 'ja_JP.utf8' }, { LC_CTYPE: 'UTF-8' }]) {
      assert.equal(isWithoutUnicode(locale), false, JSON.stringify(locale));
    }
    assert.equal(isWithoutUnicode({ LC_ALL: 'C', LC_CTYPE: 'C.UTF-8', LANG: 'C.UTF-8' }), true);
    assert.equal(isWithoutUnicode({ LC_ALL: '', LC_CTYPE: 'C.UTF-8', LANG: 'C' }), false);
  });

  test('is written the same in ASCII', () => {
    assert.equal(inAscii('✓ done  ✗ failed…  ▁▂▃▄▅▆▇█  ⠋⠙⠹⠸⠼'), '+ done  x failed~  _.,-=+*#  |/-\\|');
    assert.equal(inAscii('Größe → “naïve” 日本語 👩‍💻 ѕhop'), 'Gr??e > "na?ve" ?????? ?? ?hop');
    assert.equal(inAscii('\u001B[2m…\u001B[22m\r\n'), '\u001B[2m~\u001B[22m\r\n');
  });

  test('is written nothing but ASCII, in as many columns, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (words) => {
        const plain = words.replaceAll(/\p{Cc}/gu, '');
        const ascii = inAscii(plain);
        assert.match(ascii, /^\p{ASCII}*$/u);
        assert.equal(ascii.length, widthOf(plain));
      }),
    );
  });

  test('is still the terminal: what is asked on it is heard', async () => {
    const screen = new PassThrough();
    const terminal = asciiTerminal(screen);
    const input = new PassThrough();
    const prompt = createInterface({ input, output: terminal });
    const answer = prompt.question('weiter … ');
    input.write('ja\n');
    assert.equal(await answer, 'ja');
    prompt.close();
    await new Promise<void>((resolve) => terminal.write('✓', () => resolve()));
    screen.end();
    assert.equal(await text(screen), 'weiter ~ +');
  });
});
