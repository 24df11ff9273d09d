import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compileRules, parseRuleSets } from '../rules/index.ts';
import { FindingEvidence } from './finding-evidence.ts';
import { findingsOf } from './findings-of.ts';
import { evidenceOf, type ShownFact } from './shown-fact.ts';

const rules = compileRules(
  parseRuleSets(
    `apiVersion: hexaops/v1
kind: RuleSet
stage: diagnose
rules:
  - id: diagnose.full
    match: { fact: usage }
    when: share > 0.5
    then: [{ finding: { cause: disk-full, confidence: 0.6, summary: 'it is \${share} full' } }]
  - id: diagnose.very-full
    match: { fact: usage }
    when: share > 0.9
    then: [{ finding: { cause: disk-full, confidence: 0.9, severity: critical, summary: very full } }]
  - id: diagnose.own
    match: { fact: usage, workspace: acme }
    then: [{ finding: { cause: watched } }]
`,
    'rules.yaml',
  ),
);
const object = { kind: 'Disk', name: 'data' };
const fact = (share: number, ...texts: readonly string[]): ShownFact<'metric' | 'event'> => ({
  fact: 'usage',
  object,
  share,
  evidence: texts.map((text) => evidenceOf('metric', object, text)),
});

describe('Findings of facts', () => {
  it('are what the rules say of them, with what shows them', () => {
    assert.deepEqual(findingsOf([fact(0.7, '70 %')], rules), [
      {
        cause: 'disk-full',
        object,
        severity: 'warning',
        confidence: 0.6,
        summary: 'it is 0.7 full',
        evidence: [{ source: 'metric', object, text: '70 %' }],
        rule: 'diagnose.full',
      },
    ]);
    assert.deepEqual(findingsOf([fact(0.1)], rules), []);
  });

  it('are one for a cause of an object: the most certain, with the evidence of all', () => {
    const [finding, ...others] = findingsOf([fact(0.7, 'then 70 %'), fact(0.95, 'now 95 %')], rules);
    assert.deepEqual([finding?.summary, finding?.severity, others], ['very full', 'critical', []]);
    assert.deepEqual(
      finding?.evidence.map(({ text }) => text),
      ['now 95 %', 'then 70 %'],
    );
  });

  it('follow the rules of a workspace where it is named', () => {
    assert.deepEqual(
      findingsOf([fact(0.1)], rules, 'acme').map(({ cause }) => cause),
      ['watched'],
    );
  });

  it('cite pieces of evidence, one for each object and way of looking', () => {
    const shown = new FindingEvidence<'metric' | 'event'>({
      system: 'fake',
      titles: { metric: 'measurements of', event: 'events of' },
      queryOf: ({ source }) => `GET ${source}`,
      offset: 1,
    });
    const [finding] = findingsOf([fact(0.7, '70 %', '71 %')], rules);
    assert.ok(finding !== undefined);
    const event = evidenceOf('event', object, 'it said so');
    assert.deepEqual(shown.add({ ...finding, evidence: [...finding.evidence, event] }).evidence, [1, 2]);
    assert.deepEqual(shown.add({ ...finding, evidence: [event] }).evidence, [2]);
    assert.deepEqual(
      shown.drafts(10_000).map(({ title, query, content }) => [title, query, content]),
      [
        [
          'measurements of Disk data',
          'GET metric',
          {
            kind: 'table',
            columns: ['seen', 'time'],
            rows: [
              ['70 %', null],
              ['71 %', null],
            ],
          },
        ],
        [
          'events of Disk data',
          'GET event',
          { kind: 'table', columns: ['seen', 'time'], rows: [['it said so', null]] },
        ],
      ],
    );
  });

  it('keep one line of a text, however long it is', () => {
    const { text } = evidenceOf('event', object, `a\n  b ${'x'.repeat(1_000_000)}`);
    assert.ok(text.startsWith('a b x') && text.endsWith('…') && text.length === 400);
  });
});
