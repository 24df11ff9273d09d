import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { HexaopsError } from '@hexaops/core';
import fc from 'fast-check';
import { settingsOf } from '../configuration.ts';
import { defaultSources } from './log-source.ts';
import { histogramQuery, quoted, searchQuery } from './template.ts';

const source = defaultSources['control-plane'];
const range = { from: 1000, to: 2000 };
const search = (filter: object, workspace = 'w-1') =>
  searchQuery('hexabase_logs', source, workspace, { ...range, ...filter }, 100);

describe('a query of logs', () => {
  test('asks for the workspace, the time, and what was given, each as a parameter', () => {
    const { text, parameters } = search({ term: 'timeout', level: 'error' });
    assert.match(
      text,
      /WHERE `workspace_id` = \{workspace:String\} AND `timestamp` >= .* AND lowerUTF8\(toString\(`level`\)\) = lowerUTF8\(\{level:String\}\) AND positionCaseInsensitiveUTF8\(`message`, \{term:String\}\) > 0 ORDER BY `timestamp` DESC LIMIT \{limit:UInt32\}$/,
    );
    assert.deepEqual(parameters, {
      workspace: 'w-1',
      from: 1000,
      to: 2000,
      level: 'error',
      term: 'timeout',
      limit: 100,
    });
  });

  test('has the same text, whatever is searched for and by whom', () => {
    const value = fc.string({ unit: 'binary', minLength: 1, maxLength: 50 });
    const expected = search({ term: 'x', level: 'x', service: 'x', component: 'x', trace: 'x' }).text;
    fc.assert(
      fc.property(value, value, value, (one, two, workspace) => {
        let text: string;
        try {
          ({ text } = search({ term: one, level: two, service: one, component: two, trace: one }, workspace));
        } catch (error) {
          assert.ok(HexaopsError.is(error, 'arguments-invalid'));
          return;
        }
        assert.equal(text, expected);
      }),
    );
  });

  test('that counts has the workspace too', () => {
    const { text, parameters } = histogramQuery('hexabase_logs', source, 'w-1', { ...range, to: 61_000 }, 60);
    assert.match(text, /WHERE `workspace_id` = \{workspace:String\} AND/);
    assert.equal(parameters['width'], 1000);
  });

  test('of a column that the table does not have, of NUL, of too much: refused', () => {
    const refused = (act: () => unknown) => assert.throws(act, (error) => HexaopsError.is(error, 'arguments-invalid'));
    refused(() => searchQuery('d', defaultSources.events, 'w', { ...range, trace: 'x' }, 1));
    refused(() => search({ term: 'a\0b' }));
    refused(() => search({ term: 'x'.repeat(2000) }));
    refused(() => search({ term: '\ud800' }));
  });
});

describe('names of tables and columns', () => {
  test("are the operator's, and nothing but names", () => {
    const { sources } = settingsOf({ url: 'http://c', sources: { events: { table: 'e', columns: { time: 'at' } } } });
    assert.deepEqual(
      [sources.events.table, sources.events.columns.time, sources.events.columns.message],
      ['e', 'at', 'message'],
    );
    for (const wrong of ['a b', 'a`b', "a'b", 'a.b', '', '1a', 'a;', 'é'])
      assert.throws(
        () => quoted(wrong),
        (error) => HexaopsError.is(error, 'config-invalid'),
      );
    assert.throws(() => settingsOf({ url: 'http://c', sources: { events: { table: 'e` WHERE 1=1 --' } } }), /no name/);
  });
});
