import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, test } from 'node:test';
import { collect, eventsOf, fakeCaller } from '@hexaops/core/testing';
import markdownIt from 'markdown-it';
import { marked } from 'marked';
import type { Browser } from 'playwright-core';
import { poisonedMessages, poisonedResults } from '../../security/page-exfiltration/answers.ts';
import { payloads } from '../../security/page-exfiltration/payloads.ts';
import { startService } from '../../security/support/service.ts';
import { openShop } from '../../security/support/shop.ts';
import { missingBrowser, openBrowser } from './browser.ts';

const trusting = markdownIt({ html: true, linkify: true });

/** A page that puts in each of the pieces of HTML, one after the other. */
const page = '<!doctype html><meta charset="utf-8"><title>page</title><main></main>';

/** Everything that the service may say of one payload: answers and suggestions. */
async function answersTo(payload: string): Promise<readonly string[]> {
  const { engine, world } = await openShop({ names: [payload, 'checkout'] });
  const texts: string[] = [];
  const ask = async (message: string) => {
    const events = await collect(engine.ask(fakeCaller(), { message }));
    texts.push(
      ...eventsOf(events, 'answer').flatMap(({ text, suggestions }) => [text, ...suggestions.map((each) => each.text)]),
    );
  };
  for (const result of poisonedResults(payload)) {
    world.result = result;
    await ask('what is wrong?');
  }
  for (const message of poisonedMessages(payload)) await ask(message);
  return texts;
}

/** Shows the pieces on a page with this policy, and gives every request that was made for another origin. */
async function leaving(browser: Browser, pieces: readonly string[], policy?: string): Promise<readonly string[]> {
  const server = createServer((_request, response) =>
    response
      .writeHead(200, {
        'content-type': 'text/html',
        ...(policy === undefined ? {} : { 'content-security-policy': policy }),
      })
      .end(page),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const context = await browser.newContext();
  try {
    const left: string[] = [];
    const open = async () => {
      const opened = await context.newPage();
      await opened.goto(origin);
      return opened;
    };
    await context.route('**/*', (route) => {
      const url = route.request().url();
      if (url.startsWith(`${origin}/`) || url.startsWith('data:') || url === 'about:srcdoc') return route.continue();
      left.push(url);
      return route.abort();
    });
    let tab = await open();
    for (const piece of pieces) {
      // A payload that works may lead the page away: then another is opened for the next one.
      await tab
        .evaluate(`document.querySelector('main').innerHTML = ${JSON.stringify(piece)}`)
        .catch(async () => (tab = await open()));
    }
    await tab.waitForTimeout(300);
    return left;
  } finally {
    await context.close();
    server.closeAllConnections();
    server.close();
  }
}

describe('what the service says, in a browser', { skip: missingBrowser() }, () => {
  test('answers as Markdown, as HTML and as they are, in a browser: no request leaves the origin', async (t) => {
    const browser = await openBrowser();
    t.after(() => browser.close());
    const texts = (await Promise.all(payloads.map(answersTo))).flat();
    const rendered = texts.flatMap((text) => [trusting.render(text), marked.parse(text, { async: false, gfm: true })]);

    const working = await leaving(
      browser,
      payloads.flatMap((payload) => [payload, trusting.render(payload)]),
    );
    assert.ok(working.length > 20, `the payloads work where nothing holds them: ${working.length} requests`);
    assert.deepEqual(await leaving(browser, rendered), [], 'answers as Markdown, on a page without any policy');
    const raw = payloads.filter((payload) => !/http-equiv|<base|<form|ping=|<a |\]\(/.test(payload));
    assert.deepEqual(await leaving(browser, raw, "default-src 'self'"), [], 'a page with the policy of a console');
    t.diagnostic(
      `figure: ${payloads.length} payloads, ${rendered.length.toLocaleString('en')} rendered answers, 0 requests leave the origin (${working.length} do where nothing holds them)`,
    );
  });

  test('an answer that is opened as it is stays text, with nothing in it that loads', async (t) => {
    const browser = await openBrowser();
    t.after(() => browser.close());
    await using service = await startService();
    const token = service.minter.mint();
    const context = await browser.newContext({ extraHTTPHeaders: { authorization: `Bearer ${token}` } });
    const tab = await context.newPage();
    const left: string[] = [];
    tab.on('request', (request) => {
      if (!request.url().startsWith(service.url)) left.push(request.url());
    });
    let opened = 0;
    for (const payload of payloads) {
      const { text } = await service.send({ token, body: { message: payload } });
      const { session_id: session } = JSON.parse(text) as { readonly session_id?: string };
      if (session === undefined) continue;
      await tab.goto(`${service.url}/v1/chat?session=${session}`);
      const elements = await tab.locator('img, script, iframe, link, svg, object, embed, video, a').count();
      assert.equal(elements, 0, payload);
      opened += 1;
    }
    assert.deepEqual(left, []);
    t.diagnostic(`figure: ${opened} answers opened in a browser, ${left.length} requests leave the origin`);
  });
});
