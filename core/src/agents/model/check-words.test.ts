import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { Evidence } from '../../run/evidence.ts';
import { initialState, type RunState } from '../../run/state.ts';
import { checkWords, WordCheck } from './check-words.ts';
import { corpusOf } from './corpus.ts';

const evidence: Evidence = {
  id: 'e1',
  step: 's',
  source: 'kubernetes',
  query: 'GET /',
  title: 'Pods in shop',
  content: {
    kind: 'table',
    columns: ['pod', 'image', 'restarts', 'memory'],
    rows: [['checkout-7d9f', 'registry.example/checkout:1.4.2', 17, '512Mi']],
  },
  truncated: false,
  taint: 'untrusted',
  readAt: '2026-11-01T00:00:00Z',
};
const state: RunState = {
  ...initialState,
  evidence: [evidence],
  findings: [
    {
      cause: 'out-of-memory',
      object: { kind: 'Deployment', namespace: 'shop', name: 'checkout' },
      severity: 'critical',
      confidence: 0.9,
      summary: 'checkout was OOMKilled',
      evidence: ['e1'],
    },
  ],
};

const struckToo = { doubtful: 'struck' } as const;

function said(text: string): string | undefined {
  return checkWords(text, new Set(['e1']), corpusOf(state), struckToo).words?.text;
}

describe('an answer in a model’s words', () => {
  for (const kept of [
    'The pod checkout-7d9f has restarted 17 times [e1].',
    'Its memory limit of 512Mi was reached, so it was OOMKilled [e1].',
    'The deployment checkout in the namespace shop runs out of memory, 90% sure [e1].',
    'It runs registry.example/checkout:1.4.2 [e1].',
  ]) {
    test(`is said where the evidence bears it out: ${kept}`, () =>
      assert.equal(said(kept), kept.replace(/ \[e1\]\.$/, '. [e1]')));
  }

  for (const [why, struck] of [
    ['cites nothing', 'The pod checkout-7d9f has restarted 17 times.'],
    ['cites what there is not', 'The pod checkout-7d9f has restarted 17 times [e9].'],
    ['has another number', 'The pod checkout-7d9f has restarted 18 times [e1].'],
    ['has a part of a number', 'It has restarted 7 times [e1].'],
    ['names a pod that there is not', 'The pod checkout-8aaa has restarted [e1].'],
    ['names a service in plain letters', 'The service billing is affected, too [e1].'],
    ['names a plain word in quotes', 'Restart `billing` [e1].'],
    ['has another image', 'It runs registry.example/checkout:1.4.3 [e1].'],
    ['has another unit', 'Its limit is 512Gi [e1].'],
    ['has an address', 'See evil.example for help [e1].'],
    ['has a code that there is not', 'It ended with CrashLoopBackOff [e1].'],
    ['has capitals that there are not', 'It ended with EACCES [e1].'],
    ['is only a citation', '[e1].'],
  ] as const) {
    test(`is struck where it ${why}: ${struck}`, () => {
      assert.equal(said(struck), undefined);
      const both = said(`${struck} It has restarted 17 times [e1].`);
      assert.equal(both, 'It has restarted 17 times. [e1]\nSentences that no evidence bears out were left out.');
    });
  }

  test('keeps its lines, and its citations where they stand', () => {
    assert.equal(
      said('It was OOMKilled. [e1] It restarted 17 times [e1].\n\n- checkout-7d9f has 512Mi [e1]\n1. It waits [e1].'),
      'It was OOMKilled. [e1] It restarted 17 times. [e1]\n- checkout-7d9f has 512Mi [e1]\n- It waits. [e1]',
    );
  });

  test('is inert: nothing of it is markup, a link or a citation of its own making', () => {
    const words = said('**OOMKilled** ![checkout](shop) <b>memory</b> [shop](checkout) # pod [e1].');
    assert.equal(
      words,
      '\\*\\*OOMKilled\\*\\* !\\[checkout\\](shop) \\<b>memory\\</b> \\[shop\\](checkout) # pod. [e1]',
    );
  });

  test('ends: of very many sentences the first count', () => {
    const letters = 'abcdefghij';
    const word = (index: number) => Array.from(String(index), (digit) => letters[Number(digit)]).join('');
    const sentences = Array.from({ length: 2_000 }, (_, index) => `It ${word(index)} restarted 17 times [e1].\n`);
    const words = checkWords(sentences.join(''), new Set(['e1']), corpusOf(state), struckToo);
    assert.equal(words.words?.text.split('\n').length, 41);
    assert.equal(words.struck, 1_960);
  });
});

describe('an answer that comes piece by piece', () => {
  /** What sentences, items, citations and all that looks like them are made of. */
  const sentences = ['It restarted 17 times [e1]. ', 'It was OOMKilled. [e1]', 'The pod billing waits [e1]. '];
  const words =
    '再起動しました|It restarted 17 times|It was OOMKilled|It is pod-9|see checkout-7d9f|512Mi|billing|a|1|12|e1'.split(
      '|',
    );
  const signs =
    '。,！,。[e1],」,「,[e1],\u0020[e1],[e2],[e,[,],.,?,`,",•,-\u0020,*\u0020,1.\u0020,23)\u0020,!\u0020,.\u0020,|'.split(
      ',',
    );
  const spaces = [' ', '  ', '\t', '\n', '\r\n', '\r', '\0', '\u{200b}', '\ud83d', '\u{1f525}'];
  const written = fc
    .array(fc.constantFrom(...sentences, ...words, ...signs, ...spaces), { maxLength: 60 })
    .map((parts) => parts.join(''));
  const cut = fc.tuple(written, fc.array(fc.nat(400), { maxLength: 40 })).map(([text, cuts]) => {
    const places = [0, ...cuts.map((at) => Math.min(at, text.length)).sort((one, other) => one - other), text.length];
    return { text, chunks: places.slice(1).map((end, index) => text.slice(places[index], end)) };
  });
  const newCheck = () => new WordCheck(new Set(['e1']), corpusOf(state), { doubtful: 'marked' });

  test('is the same wherever it is cut, and nothing that was said of it is taken back', () => {
    const seen = { early: 0 };
    fc.assert(
      fc.property(cut, ({ text, chunks }) => {
        const whole = checkWords(text, new Set(['e1']), corpusOf(state), { doubtful: 'marked' });
        const check = newCheck();
        let said = '';
        for (const chunk of chunks) {
          const words = check.read(chunk);
          assert.ok(words.startsWith(said));
          assert.ok((whole.words?.text ?? '').startsWith(words), 'the whole check would have struck it');
          said = words;
        }
        if (said !== '') seen.early += 1;
        assert.deepEqual(check.end(), whole);
      }),
      { numRuns: 3_000 },
    );
    assert.ok(seen.early > 100, `words came before the end ${seen.early} times`);
  });

  test('is said a sentence at a time, each as soon as nothing can change it', () => {
    const check = newCheck();
    assert.equal(check.read('It restarted 17 times [e1]'), '');
    assert.equal(check.read('. '), '', 'a citation may follow');
    assert.equal(check.read('I'), 'It restarted 17 times. [e1]');
    assert.equal(check.read('t is pod-9 [e1]. It was'), 'It restarted 17 times. [e1]', 'struck');
    assert.equal(check.read(' OOMKilled.'), 'It restarted 17 times. [e1]');
    assert.equal(check.read(' [e1]\n'), 'It restarted 17 times. [e1] It was OOMKilled. [e1]');
    assert.equal(check.end().words?.text.split('\n').at(-1), 'Sentences that no evidence bears out were left out.');
  });
});
