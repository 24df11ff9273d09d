import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import markdownIt from 'markdown-it';
import { marked } from 'marked';
import { collect, eventsOf, fakeCaller } from '@hexaops/core/testing';
import { startService } from '../support/service.ts';
import { openShop } from '../support/shop.ts';
import { poisonedMessages, poisonedResults } from './answers.ts';
import { payloads } from './payloads.ts';

/** Renderers at their most trusting: HTML passes, and every address becomes a link. */
const trusting = markdownIt({ html: true, linkify: true, typographer: true });
const renderers: Readonly<Record<string, (markdown: string) => string>> = {
  'markdown-it': (markdown) => trusting.render(markdown),
  marked: (markdown) => marked.parse(markdown, { async: false, gfm: true }),
};

/** What in HTML could load, run, or lead away. What the service's own templates never have. */
const active =
  /<(?!\/?(?:p|h[1-6]|ul|ol|li|strong|em|code|pre|table|thead|tbody|tr|th|td|br|hr|blockquote|del)\b)[a-z!?/][^>]*>|<[a-z]+\s+(?!class="language-text"|style="text-align:\w+"|align="\w+")[^>]*>/i;

describe('what others wrote, on a page', () => {
  test('payloads in names, findings, evidence and errors are inert in what two Markdown renderers make of the answer', async (t) => {
    const { engine, world } = await openShop();
    let answers = 0;
    for (const payload of payloads) {
      world.names = [payload, 'checkout'];
      const texts: string[] = [];
      for (const result of poisonedResults(payload)) {
        world.result = result;
        const events = await collect(engine.ask(fakeCaller(), { message: 'what is wrong?' }));
        texts.push(
          ...eventsOf(events, 'answer').flatMap(({ text, suggestions }) => [
            text,
            ...suggestions.map((each) => each.text),
          ]),
        );
      }
      for (const message of poisonedMessages(payload)) {
        const events = await collect(engine.ask(fakeCaller(), { message }));
        texts.push(
          ...eventsOf(events, 'answer').flatMap(({ text, suggestions }) => [
            text,
            ...suggestions.map((each) => each.text),
          ]),
        );
      }
      for (const text of texts) {
        for (const [name, render] of Object.entries(renderers)) {
          const html = render(text);
          assert.doesNotMatch(html, active, `${name} makes of ${JSON.stringify(text)}`);
        }
      }
      answers += texts.length;
    }
    t.diagnostic(
      `figure: ${payloads.length} payloads in ${answers.toLocaleString('en')} texts of answers, 0 elements that load, run or lead away in ${Object.keys(renderers).length} renderers`,
    );
  });

  test('every answer forbids what a page could load, whatever its status', async (t) => {
    await using service = await startService();
    const token = service.minter.mint();
    const requests = [
      { token, body: { message: 'what is wrong?' } },
      { token, body: { message: 'what is wrong?' }, headers: { accept: 'text/event-stream' } },
      { token, body: { message: 'what is wrong?' }, headers: { accept: 'text/html' } },
      { token, body: '{' },
      { token, body: { message: '<script>', x: '<img src=x>' } },
      { body: { message: 'x' }, headers: { authorization: 'Bearer <script>' } },
      { token, method: 'GET', path: '/v1/chat?sessions' },
      { token, method: 'GET', path: '/<script>alert(1)</script>' },
      { token, method: 'PUT', path: '/v1/chat' },
      { token, method: 'OPTIONS', path: '/v1/chat' },
      { token, method: 'HEAD', path: '/health' },
      { method: 'GET', path: '/health' },
      { method: 'GET', path: '/livez' },
      { method: 'GET', path: '/readyz' },
      { token, method: 'GET', path: '/v1/chat?run=%3Cscript%3E' },
    ];
    const statuses = new Set<number>();
    for (const request of requests) {
      const { status, headers, text } = await service.send(request);
      statuses.add(status);
      const policy = String(headers['content-security-policy']);
      assert.match(policy, /default-src 'none'/);
      assert.match(policy, /frame-ancestors 'none'/);
      assert.equal(headers['x-content-type-options'], 'nosniff');
      assert.equal(headers['cache-control'], 'no-store');
      assert.equal(headers['referrer-policy'], 'no-referrer');
      assert.equal(headers['access-control-allow-origin'], undefined);
      if (text !== '')
        assert.match(String(headers['content-type']), /^(application\/(problem\+)?json|text\/event-stream)/);
    }
    t.diagnostic(
      `figure: ${requests.length} answers of ${statuses.size} statuses, ${requests.length} with a policy that allows nothing`,
    );
  });
});
