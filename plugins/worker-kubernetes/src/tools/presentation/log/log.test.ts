import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { splitEntries } from './entries.ts';
import { excerptOf } from './excerpt.ts';
import { groupEntries } from './group.ts';
import { levelOf } from './level.ts';

function level(line: string): string {
  return levelOf({ lines: [line] });
}

describe('the level of a log entry', () => {
  const errors = [
    '{"level":"error","msg":"x"}',
    '{"severity":"CRITICAL","message":"x"}',
    '{"level":50,"msg":"pino"}',
    'time=2026-03-01 level=error msg="x"',
    'E0301 12:00:00.000000       1 reflector.go:140] failed',
    '2026-03-01 12:00:00 ERROR c.e.Main - it broke',
    '2026/03/01 12:00:00 [error] 7#7: connect() failed',
    'FATAL: password authentication failed for user "shop"',
    'panic: runtime error: invalid memory address',
    'Traceback (most recent call last):',
    'Error: connect ECONNREFUSED 10.0.0.1:5432',
    'java.lang.NullPointerException: x',
    'dial tcp: lookup cartservice: no such host, could not connect',
  ];
  const warnings = [
    '{"level":"warn"}',
    'level=warning msg=x',
    'W0301 12:00:00.1 1 x.go:1] slow',
    '[WARN] slow',
    'WARNING: deprecated',
  ];
  const others = [
    '{"level":"info","msg":"an error occurred earlier"}',
    'level=info msg="0 failed"',
    'I0301 12:00:00.1 1 x.go:1] error count 0',
    'INFO the exception handler is ready',
    'GET /healthz 200',
    'finished with 0 errors',
    'level=constructor msg=x',
    '{"level":"constructor"}',
    '',
  ];
  for (const [expected, lines] of [
    ['error', errors],
    ['warning', warnings],
    ['other', others],
  ] as const) {
    for (const line of lines) {
      it(`of ${JSON.stringify(line)} is ${expected}`, () => {
        assert.equal(level(line), expected);
      });
    }
  }
});

describe('entries of a log', () => {
  it('keep a stack trace with the line that it belongs to', () => {
    const java =
      'ERROR it broke\njava.lang.IllegalStateException: x\n\tat a.B.c(B.java:1)\nCaused by: java.io.IOException: y\n\t... 3 more\nINFO next';
    assert.deepEqual(
      splitEntries(java).map(({ lines }) => lines.length),
      [1, 4, 1],
    );
    const python =
      'Traceback (most recent call last):\n  File "a.py", line 1, in <module>\n    main()\nValueError: x\nnext line';
    assert.deepEqual(
      splitEntries(python).map(({ lines }) => lines.length),
      [4, 1],
    );
    const go = 'panic: x\n\ngoroutine 1 [running]:\nmain.main()\n\t/app/main.go:5 +0x1d\nexit status 2';
    assert.deepEqual(
      splitEntries(go).map(({ lines }) => lines.length),
      [5],
    );
  });

  it('lose colours and empty lines', () => {
    assert.deepEqual(splitEntries('\u001B[31merror\u001B[0m\r\n\n'), [{ lines: ['error'] }]);
  });

  it('that differ in times and numbers alone are one group, in the order of the last', () => {
    const entries = splitEntries('2026-03-01T12:00:00Z retry 1\nother\n2026-03-01T12:00:01Z retry 2');
    assert.deepEqual(
      groupEntries(entries).map(({ entry, count }) => [entry.lines[0], count]),
      [
        ['other', 1],
        ['2026-03-01T12:00:01Z retry 2', 2],
      ],
    );
  });
});

describe('an excerpt of a log', () => {
  const log = 'INFO start\nERROR refused 1\nERROR refused 2\nWARN slow\nERROR other';

  it('holds the errors, told once each, and says what it leaves out', () => {
    const { content, matching, omitted, truncated } = excerptOf(log, { level: 'error' }, 10_000);
    assert.deepEqual(content, { kind: 'text', text: '(2 times) ERROR refused 2\nERROR other' });
    assert.equal(matching, 3);
    assert.equal(truncated, true);
    assert.equal(omitted, '2 of 5 entries are left out: they are no errors; ask for all of the log');
  });

  it('searches for a text, not for a pattern', () => {
    assert.equal(excerptOf(log, { level: 'all', search: 'REFUSED' }, 10_000).matching, 2);
    assert.equal(excerptOf(log, { level: 'all', search: '.*' }, 10_000).matching, 0);
  });

  it('takes any text, in time linear in its length', () => {
    const nasty = fc.constantFrom(
      'a.'.repeat(20_000),
      '('.repeat(40_000),
      ' '.repeat(40_000),
      '{"a":'.repeat(8000),
      'level='.repeat(8000),
      '0'.repeat(40_000),
      '\u001B['.repeat(20_000),
    );
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), nasty), (text) => {
        const { content, matching, entries } = excerptOf(text, { level: 'error' }, 2000);
        assert.ok(content.kind === 'text' && matching <= entries);
      }),
    );
  });
});
