import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { factSchemas } from '@hexaops/core';
import { parseRuleSets, runRuleTests } from '@hexaops/core/rules';
import { configSchema } from '@hexaops/runtime';
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { parseAllDocuments } from 'yaml';
import { allPlugins } from '../support/plugins.ts';
import { blocksOf, markdownFiles, readMarkdown, repository } from './markdown.ts';

interface Written {
  readonly plugins?: readonly { readonly use: string; readonly config?: object }[];
  readonly [key: string]: unknown;
}
type Part = Readonly<Record<string, object>>;

const ajv = new Ajv2020({ strict: false, allErrors: true, verbose: true });
formats.default(ajv);
const parts = new Map((await allPlugins()).map(([name, plugin]) => [name, plugin.config]));
const chart = JSON.parse(await readFile(join(repository, 'deploy/helm/hexaops/values.schema.json'), 'utf8')) as object;
const blocks = (
  await Promise.all(
    (await markdownFiles())
      .filter(isWhole)
      .map(async (file) => blocksOf(await readMarkdown(file)).map((block) => ({ file, ...block }))),
  )
).flat();
const of = (...languages: readonly string[]) =>
  blocks.filter(({ language }) => languages.includes(language)).map((block, index) => ({ ...block, index }));

// What can be run is run by the tests of its page; this is what holds for all of them. ```yaml with a word behind it is of
// something else than a whole configuration or a rule set.
describe('Snippets of the documentation', () => {
  it('are there to be checked', () => assert.ok(of('yaml').length > 50));

  for (const { file, text, index } of of('yaml'))
    it(`${file}: YAML ${index}`, () => {
      const documents = parseAllDocuments(text).map((document) => {
        assert.deepEqual(
          document.errors.map(({ message }) => message),
          [],
        );
        return document.toJS() as Written;
      });
      if (documents.every(({ kind }) => kind === 'RuleSet')) {
        const results = runRuleTests(parseRuleSets(text, file), { schemas: factSchemas });
        assert.deepEqual(
          results.filter(({ passed }) => !passed).map(({ message }) => message),
          [],
        );
        return;
      }
      assert.equal(documents.length, 1);
      for (const document of documents) assert.deepEqual(mistakesIn(file, document), []);
    });

  for (const { file, text, language, index } of of('json', 'json body', 'ts'))
    it(`${file}: ${language} ${index}`, () => {
      if (language === 'ts') stripTypeScriptTypes(asModule(text), { mode: 'strip' });
      else JSON.parse(text);
    });
});

/** Pages of docs/plugins show pieces of one program, which their own test puts together. */
function isWhole(file: string): boolean {
  return !file.startsWith('docs/plugins/');
}

/** A whole configuration, values of the chart, or on a plugin's page a piece of its own part. */
function mistakesIn(file: string, document: Written): readonly string[] {
  if (file.startsWith('deploy/helm/')) return mistakes(chart, document);
  const own = /^plugins\/([\w-]+)\/README\.md$/.exec(file)?.[1];
  const isService = Object.keys(document).every((key) => Object.hasOwn(configSchema.properties, key));
  if (isService) {
    const { plugins = [] } = document;
    const ofPlugins = plugins.flatMap(({ use, config = {} }) => {
      const schema = parts.get(use.replace('@hexaops/', ''));
      return schema === undefined ? [] : mistakes(schema, config).map((mistake) => `${use} ${mistake}`);
    });
    return [...mistakes(configSchema, document), ...ofPlugins];
  }
  const properties = parts.get(own ?? '')?.['properties'] as Part | undefined;
  return Object.entries(document).flatMap(([key, value]) => {
    const schema = properties?.[key];
    return schema === undefined ? [`nobody knows ${key}`] : mistakes(schema, value);
  });
}

function mistakes(schema: object, value: unknown): readonly string[] {
  const validate = ajv.compile(schema);
  return validate(value)
    ? []
    : (validate.errors ?? []).filter(isNoReference).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** A value that is elsewhere (`${env:NAME}`) is checked when it is known. */
function isNoReference({ data }: ErrorObject): boolean {
  return !(typeof data === 'string' && data.startsWith('${'));
}

/** What is shown of the inside of a function ends with `return`. */
function asModule(text: string): string {
  return /^return /m.test(text) ? `async function shown() {\n${text}\n}` : text;
}
