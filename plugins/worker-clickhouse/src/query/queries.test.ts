import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { HexaopsError } from '@hexaops/core';
import fc from 'fast-check';
import { settingsOf } from '../configuration.ts';
import { columnOf, quoted } from './column.ts';
import { histogramQuery, totalQuery } from './counts.ts';
import { eventsQuery } from './events.ts';
import type { Asking, LogFilter } from './filter.ts';
import { linesQuery } from './lines.ts';
import type { LogSource } from './log-source.ts';
import { pipelineRunsQuery } from './pipeline-runs.ts';
import type { TemplateQuery } from './template-query.ts';

const settings = settingsOf({ url: 'http://c' });
const ada: Asking = { workspace: 'w-1', subject: 'ada' };
const range = { from: 1000, to: 2000 };

function sourceOf(name: string, { sources } = settings): LogSource {
  const source = sources.get(name);
  assert.ok(source);
  return source;
}

const search = (filter: Partial<LogFilter>, asking = ada, name = 'control-plane') =>
  linesQuery(sourceOf(name), asking, { ...range, ...filter }, { order: 'latest', limit: 100 });

/** Every query that there is, of every table that it can be asked of. */
function everyQuery(filter: LogFilter, asking: Asking): readonly TemplateQuery[] {
  return [...settings.sources].flatMap(([name, source]) => [
    linesQuery(source, asking, filter, { order: 'earliest', limit: 1 }),
    linesQuery(source, asking, filter, { order: 'any', limit: 1, oneIn: 7 }),
    histogramQuery(source, asking, filter, { width: 1000, by: 'service', limit: 10 }),
    totalQuery(source, asking, filter),
    ...(name === 'events' ? [eventsQuery(source, asking, filter, 10)] : []),
    ...(name === 'pipelines' ? [pipelineRunsQuery(source, asking, filter, 10)] : []),
  ]);
}

describe('a query of logs', () => {
  test('asks for the workspace, the time, and what was given, each as a parameter', () => {
    const { text, parameters } = search({ term: 'timeout', service: 'checkout', trace: 't-1' });
    assert.match(
      text,
      /WHERE `workspace_id` = \{workspace:String\} AND `timestamp` >= .* AND lowerUTF8\(toString\(`service`\)\) = lowerUTF8\(\{service:String\}\) AND `trace_id` = \{trace:String\} AND lowerUTF8\(`message`\) LIKE lowerUTF8\(\{term:String\}\) ORDER BY `timestamp` DESC LIMIT \{limit:UInt32\}$/,
    );
    assert.deepEqual(parameters, {
      workspace: 'w-1',
      from: 1000,
      to: 2000,
      service: 'checkout',
      trace: 't-1',
      term: '%timeout%',
      limit: 100,
    });
  });

  test('has the workspace as its first condition and in every row, whatever is asked', () => {
    for (const { text, parameters } of everyQuery(range, ada)) {
      assert.match(
        text,
        /^SELECT toString\(`workspace_id`\) AS workspace_, .* WHERE `workspace_id` = \{workspace:String\} AND /,
      );
      assert.equal(parameters['workspace'], 'w-1');
      assert.doesNotMatch(text, / OR |UNION|JOIN/);
    }
  });

  test('has the same text, whatever is searched for and by whom', () => {
    const value = fc.string({ unit: 'binary', minLength: 1, maxLength: 50 });
    const given = (one: string, two: string) => ({
      ...range,
      term: one,
      level: two,
      service: one,
      component: two,
    });
    const expected = everyQuery(given('x', 'x'), ada).map(({ text }) => text);
    fc.assert(
      fc.property(value, value, value, value, (one, two, workspace, subject) => {
        let texts: readonly string[];
        try {
          texts = everyQuery(given(one, two), { workspace, subject }).map(({ text }) => text);
        } catch (error) {
          assert.ok(HexaopsError.is(error, 'arguments-invalid'));
          return;
        }
        assert.deepEqual(texts, expected);
      }),
    );
  });

  test('of a column that the table does not have, of NUL, of too much: refused', () => {
    const refused = (act: () => unknown) => assert.throws(act, (error) => HexaopsError.is(error, 'arguments-invalid'));
    refused(() => search({ trace: 'x' }, ada, 'events'));
    refused(() => search({ term: 'a\0b' }));
    refused(() => search({ term: 'x'.repeat(2000) }));
    refused(() => search({ term: '\ud800' }));
    refused(() => search({}, { workspace: 'w\0', subject: 'ada' }));
  });

  test('of a term takes its signs as they are, and a placeholder of a template as anything', () => {
    assert.equal(search({ term: '50%_of\\it' }).parameters['term'], String.raw`%50\%\_of\\it%`);
    assert.equal(search({ term: 'order <num> of <*> failed' }).parameters['term'], '%order % of % failed%');
    assert.equal(search({ term: 'a < b > c' }).parameters['term'], '%a < b > c%');
  });

  test('of errors asks for what is worse, too', () => {
    const levels = (level: string) => search({ level }).parameters['levels'];
    assert.ok(Array.isArray(levels('ERROR')));
    assert.deepEqual(levels('info'), ['info', 'information', 'informational', 'notice', 'normal']);
    assert.ok(['error', 'fatal', 'critical'].every((level) => (levels('error') as readonly string[]).includes(level)));
    assert.ok(!(levels('error') as readonly string[]).includes('warning'));
    assert.deepEqual(levels("x'"), ["x'"]);
  });
});

describe('lines of other persons', () => {
  test('are left out where the logs are of what persons did', () => {
    for (const name of ['assistant', 'security']) {
      const { text, parameters } = search({}, ada, name);
      assert.match(text, /AND `user_id` IN \('', \{subject:String\}\)/);
      assert.equal(parameters['subject'], 'ada');
    }
    assert.doesNotMatch(search({}).text, /subject/);
  });

  test('are shown where the operator says so', () => {
    const open = settingsOf({ url: 'http://c', sources: { security: { people: 'all' } } });
    const { text } = linesQuery(sourceOf('security', open), ada, range, { order: 'latest', limit: 1 });
    assert.doesNotMatch(text, /subject/);
  });
});

describe('tables and columns', () => {
  test("are the operator's, and nothing but names", () => {
    const own = settingsOf({
      url: 'http://c',
      sources: {
        events: { database: 'd', table: 'e', columns: { time: 'at', count: false } },
        applications: { table: 'otel_logs', columns: { pod: 'ResourceAttributes[k8s.pod.name]' } },
        security: false,
      },
    });
    const { database, table, columns } = sourceOf('events', own);
    assert.deepEqual(
      [database, table, columns.time, columns.message, columns.count],
      ['d', 'e', 'at', 'message', undefined],
    );
    assert.ok(!own.sources.has('security'));
    assert.equal(own.defaultSource, 'applications');
    assert.equal(columnOf(sourceOf('applications', own).columns.pod ?? ''), "`ResourceAttributes`['k8s.pod.name']");
    for (const wrong of ['a b', 'a`b', "a'b", 'a.b', '', '1a', 'a;', 'é', 'a[b'])
      for (const act of [() => quoted(wrong), () => columnOf(wrong)])
        assert.throws(act, (error) => HexaopsError.is(error, 'config-invalid'));
    for (const wrong of ["f['x']", 'f[a]b', "f[a'b]", 'f[a]]', 'f[a\\]', 'f[]'])
      assert.throws(
        () => columnOf(wrong),
        (error) => HexaopsError.is(error, 'config-invalid'),
      );
    assert.throws(() => settingsOf({ url: 'http://c', sources: { events: { table: 'e` WHERE 1=1 --' } } }), /no name/);
  });

  test('of applications there are none unless they are named', () => {
    assert.ok(!settings.sources.has('applications'));
    assert.equal(settings.defaultSource, 'control-plane');
    assert.throws(() => settingsOf({ url: 'http://c', defaultSource: 'applications' }), /which are the default/);
    assert.throws(
      () => settingsOf({ url: 'http://c', sources: { events: { columns: { time: false } } } }),
      /need a time/,
    );
  });
});
