import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createScriptedModel } from '@hexaops/core/testing';
import type { Demo } from '@hexaops/example-control-plane';
import { FakeLangfuse } from '@hexaops/trace-langfuse/testing';
import type { Browser } from 'playwright-core';
import { type ModelServer, startModelServer } from '../../support/model-server.ts';
import { missingBrowser, openBrowser } from '../browser/browser.ts';
import { requireAccessible } from './accessible.ts';
import { ask, openConsole, picture, requireQuiet, startConsole } from './page.ts';

const question = 'tell me something about it all, would you';
const plan = {
  object: {
    task: 'find out what is wrong',
    steps: [{ id: 'all', tool: 'list-problem-pods', arguments: {}, needs: [] }],
  },
  usage: { input: 1_200, output: 40 },
};

describe('the console of a service with a model, and a keeper of feedback', { skip: missingBrowser() }, () => {
  let browser: Browser;
  let demo: Demo;
  let server: ModelServer;
  let langfuse: FakeLangfuse;
  before(async () => {
    [browser, server, langfuse] = await Promise.all([
      openBrowser(),
      startModelServer(createScriptedModel([])),
      FakeLangfuse.start(),
    ]);
    const house = { baseUrl: server.url, private: true };
    const keys = { publicKey: 'pk-lf-test', secretKey: 'sk-lf-test' };
    demo = await startConsole({
      configuration: {
        models: {
          default: 'house/m',
          rounds: 0,
          milliseconds: 60_000,
          firstChunkMilliseconds: 60_000,
          prices: { 'house/m': { input: 10, output: 30 } },
        },
      },
      plugins: [
        { use: '@hexaops/llm-openai', config: { endpoints: { house } } },
        { use: '@hexaops/trace-langfuse', config: { baseUrl: langfuse.url, ...keys } },
      ],
    });
  });
  after(async () => {
    await browser.close();
    await demo[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
    await langfuse[Symbol.asyncDispose]();
  });

  test('says what a run has cost, and takes what the person thinks of it, with a comment where they like', async () => {
    server.model = createScriptedModel([
      plan,
      { text: 'The pods have to be looked at [e1].', usage: { input: 900, output: 12 } },
    ]);
    await using opened = await openConsole(browser, demo, { width: 375 });
    const { page } = opened;
    await ask(page, question);
    await page.getByText('2,152 tokens of house/m · cost 0.0226').waitFor();
    await page.getByRole('button', { name: 'No', exact: true }).click();
    await page.getByRole('status').getByText('Thank you.').waitFor();
    await page.getByLabel('A comment').fill('it was the selector');
    await picture(page, 'feedback');
    await requireAccessible(page, 'feedback');
    await page.getByRole('button', { name: 'Send' }).click();
    await langfuse.until(() => langfuse.scores.length === 2);
    assert.deepEqual(
      langfuse.scores.map(({ value, comment }) => [value, comment]),
      [
        [0, undefined],
        [0, 'it was the selector'],
      ],
    );
    await page.getByLabel('A comment').waitFor({ state: 'detached' });
    await page.getByRole('status').getByText('Thank you.').waitFor();
    requireQuiet(opened);
  });

  test('shows a model’s words as they come and are checked; the answer stands in the same place, with nothing else in it', async () => {
    const rest = Promise.withResolvers<void>();
    async function* chunks() {
      yield 'The pods have to be looked at [e1]. Nothing ';
      await rest.promise;
      yield 'else is known [e1].';
    }
    server.model = createScriptedModel([plan, { chunks: chunks() }]);
    await using opened = await openConsole(browser, demo);
    const { page } = opened;
    await ask(page, question);
    await page.locator('article[aria-busy="true"] .answer', { hasText: 'The pods have to be looked at' }).waitFor();
    assert.doesNotMatch(await page.locator('.answer').innerText(), /Nothing/, 'no half of a sentence');
    await page.getByRole('status').getByText('Answering…').waitFor();
    await picture(page, 'words');
    await requireAccessible(page, 'words as they come');
    await page.evaluate("document.querySelector('.answer').here = true");
    rest.resolve();
    await page.getByText('Did this help?').waitFor();
    assert.match(
      await page.locator('.answer').innerText(),
      /^The pods have to be looked at\.[^]*Nothing else is known\./,
    );
    assert.equal(await page.evaluate("document.querySelector('.answer').here"), true, 'it is the same element');
    requireQuiet(opened);
  });
});
