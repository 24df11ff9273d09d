import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Demo } from '@hexaops/example-control-plane';
import type { Browser, Page, Route } from 'playwright-core';
import { payloads } from '../../security/page-exfiltration/payloads.ts';
import { missingBrowser, openBrowser } from '../browser/browser.ts';
import { requireAccessible } from './accessible.ts';
import { answerWith, approvalUntil, begun, ended, evidenceOf, findingOf, longRun, richRun, said } from './forged.ts';
import { ask, openConsole, picture, requireQuiet, startConsole, until } from './page.ts';

describe('the console in a browser', { skip: missingBrowser() }, () => {
  let browser: Browser;
  let demo: Demo;
  before(async () => {
    [browser, demo] = await Promise.all([openBrowser(), startConsole()]);
  });
  after(async () => {
    await browser.close();
    await demo[Symbol.asyncDispose]();
  });

  test('whatever was read says, in every place that shows it, nothing is loaded, run or led to', async (t) => {
    await using opened = await openConsole(browser, demo);
    const { page } = opened;
    await answerWith(page, [
      begun,
      ...payloads.map((payload, index) => evidenceOf(`e${index + 1}`, payload, { kind: 'text', text: payload })),
      evidenceOf('e900', 'a table', {
        kind: 'table',
        columns: [payloads[0] ?? ''],
        rows: payloads.map((each) => [each]),
      }),
      ...payloads.map((payload) => ({
        type: 'finding' as const,
        finding: {
          cause: payload,
          object: { kind: payload, name: payload },
          severity: 'critical' as const,
          confidence: 1,
          summary: payload,
          evidence: ['e1'],
          remedy: { description: payload },
        },
      })),
      said(payloads.join('\n\n')),
      ended,
    ]);
    await ask(page, 'what is wrong?');
    await page.locator('.answer').waitFor();
    for (const summary of (await page.locator('.piece summary').all()).slice(0, 12)) await summary.click();
    await page.locator('.piece[open] .content').nth(11).waitFor();
    assert.equal(
      await page
        .locator('article :is(img, a, script, iframe, svg, object, embed, video, audio, link, form, style)')
        .count(),
      0,
    );
    await picture(page, 'hostile');
    await requireAccessible(page, 'hostile');
    requireQuiet(opened);
    t.diagnostic(
      `figure: ${payloads.length} payloads in evidence, findings and answer, ${opened.leaving.length} requests leave the origin`,
    );
  });

  test('measurements are drawn, with their query beside them, in words for who cannot see them', async () => {
    await using opened = await openConsole(browser, demo);
    const { page } = opened;
    const start = Date.UTC(2026, 0, 1);
    const points = (height: number) =>
      Array.from(
        { length: 60 },
        (_, index) => [start + index * 60_000, index % 17 === 9 ? null : height * (2 + Math.sin(index / 6))] as const,
      );
    await answerWith(page, [
      begun,
      evidenceOf('e1', 'memory of checkout', {
        kind: 'series',
        unit: 'bytes',
        series: [
          { name: 'checkout-1', points: points(2e8) },
          { name: 'checkout-2', points: points(3e8) },
        ],
      }),
      said('Memory goes up and down. [e1]'),
      ended,
    ]);
    await ask(page, 'memory of checkout');
    await page.locator('.piece summary').click();
    await page.locator('.chart canvas').waitFor();
    assert.match((await page.getByRole('img').getAttribute('aria-label')) ?? '', /checkout-1: .* MiB/);
    await page.getByText('the query of memory of checkout').waitFor();
    await picture(page, 'chart');
    await requireAccessible(page, 'chart');
    requireQuiet(opened);
  });

  test('where the chart cannot be loaded its values stand there, and the rest of the page stays', async () => {
    await using opened = await openConsole(browser, demo);
    const { page } = opened;
    await page.route('**/assets/chart*', (route) => route.abort());
    const series = [{ name: 'checkout-1', points: [[Date.UTC(2026, 0, 1), 17] as const] }];
    await answerWith(page, [
      begun,
      evidenceOf('e1', 'queue', { kind: 'series', series }),
      said('It is short. [e1]'),
      ended,
    ]);
    await ask(page, 'how long is the queue?');
    await page.locator('.piece summary').click();
    await page.getByText('The chart could not be loaded. These are its values.').waitFor();
    assert.match(await page.locator('.piece td.number').innerText(), /17/);
    assert.match(await page.locator('.query').innerText(), /1 Jan 2026|Jan 1, 2026/, 'another day is named');
    await page.getByText('It is short.').waitFor();
    assert.deepEqual(opened.leaving, []);
  });

  test('what the service has not taken is told in its words, can be asked again, and holds nobody up', async () => {
    await using opened = await openConsole(browser, demo);
    const { page } = opened;
    const refuse = (route: Route) =>
      route.request().method() === 'POST'
        ? route.fulfill({ status: 503, json: { code: 'overloaded', detail: 'too much is being asked' } })
        : route.continue();
    await page.route('**/api/v1/ai/chat**', refuse);
    await ask(page, 'what is wrong?');
    await page.getByText('Too much is being asked.').waitFor();
    assert.equal(await page.getByText('Sending…').count(), 0);
    assert.equal(await page.getByRole('button', { name: 'Cancel' }).count(), 0);
    await requireAccessible(page, 'not taken');
    await page.unroute('**/api/v1/ai/chat**', refuse);
    await page.getByRole('button', { name: 'Ask again' }).click();
    await page.getByRole('button', { name: 'Approve' }).waitFor();
    assert.equal(await page.locator('.asked').count(), 1);
    requireQuiet(opened);
  });

  test('cancelled before the service has answered, a run is cancelled as soon as it has a name', async () => {
    await using opened = await openConsole(browser, demo);
    const { page } = opened;
    const rest = Promise.withResolvers<void>();
    const sent: unknown[] = [];
    await page.route('**/api/v1/ai/chat**', async (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      sent.push(route.request().postDataJSON());
      if (sent.length === 1) await rest.promise;
      return route.continue();
    });
    demo.controlPlane.switches.slow(15_000, ['internal']);
    try {
      await ask(page, 'what is wrong?');
      await page.getByRole('button', { name: 'Cancel' }).click();
      rest.resolve();
      await page.getByText('Cancelled.').waitFor();
    } finally {
      demo.controlPlane.switches.slow(0);
    }
    assert.partialDeepStrictEqual(sent[1], { cancel: true });
    requireQuiet(opened);
  });

  test('an approval that has expired offers to ask again', async () => {
    await using opened = await openConsole(browser, demo);
    const { page } = opened;
    await answerWith(page, [begun, said('It needs a change.'), approvalUntil(Date.now() - 1)], [begun]);
    await ask(page, 'what is wrong?');
    await page.getByText('This approval has expired: nothing was changed.').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Approve' }).count(), 0);
    await page.getByRole('status').getByText('Nobody decided in time.').waitFor();
    assert.equal(await page.getByText(/waiting for your decision/i).count(), 0);
    for (const width of [768, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      const hidden = "[document.querySelector('.approval .scroll')].map((each) => each.scrollWidth - each.clientWidth)";
      assert.deepEqual(await page.evaluate(hidden), [0], `what it is and what it would be are seen at ${width} px`);
    }
    await requireAccessible(page, 'expired');
    await page.getByRole('button', { name: 'Ask again' }).click();
    await page.locator('.asked').nth(1).waitFor();
    requireQuiet(opened);
  });

  test('a run of 2,000 events stays usable: few elements, and the question can still be written', async (t) => {
    await using opened = await openConsole(browser, demo);
    const { page } = opened;
    const events = longRun(666);
    assert.ok(events.length >= 2_000);
    await answerWith(page, events);
    const began = performance.now();
    await ask(page, 'everything');
    await page.getByText('Did this help?').waitFor();
    const shown = performance.now() - began;
    const elements = await page.locator('article *').count();
    assert.ok(elements < 1_000, `${elements} elements`);
    const typing = performance.now();
    await page.getByRole('textbox', { name: 'Your question' }).pressSequentially('is it well?');
    t.diagnostic(
      `figure: ${events.length} events shown after ${Math.round(shown)} ms, ${elements} elements, ${Math.round((performance.now() - typing) / 11)} ms a key`,
    );
    await requireAccessible(page, '2,000 events');
    await page.locator('.plan summary').click();
    assert.match(await page.locator('.plan').innerText(), /service-s8[^]*Show 654 more steps[^]*service-s663/);
    await page.getByRole('button', { name: 'Show all 666 pieces' }).click();
    await page.locator('.piece').nth(665).waitFor();
    await picture(page, 'many');
    requireQuiet(opened);
  });

  test('failing, empty and very long answers fit, down to 320 px', async () => {
    const cases = {
      failing: [
        begun,
        {
          type: 'run-finished',
          status: 'failed',
          error: { code: 'source-unavailable', message: 'The cluster does not answer.', nextStep: 'Try again later.' },
        },
      ],
      nothing: [
        begun,
        evidenceOf('e1', 'pods', { kind: 'table', columns: ['name'], rows: [] }),
        said('There are no pods.'),
        ended,
      ],
      long: [
        begun,
        evidenceOf('e1', 'a'.repeat(300), { kind: 'text', text: `${'b'.repeat(5_000)}\n`.repeat(3) }),
        said(
          `${'unbroken'.repeat(200)}\n\n${'Many words in a row. '.repeat(400)}\n\n| ${'wide | '.repeat(30)}\n|${'-|'.repeat(30)}\n| ${'cell | '.repeat(30)}`,
        ),
        ended,
      ],
    } as const;
    for (const [name, events] of Object.entries(cases)) {
      await using opened = await openConsole(browser, demo, { width: 320 });
      const { page } = opened;
      await answerWith(page, events);
      await ask(page, `what is wrong? ${'x'.repeat(200)}`);
      await page.locator('article[aria-busy="false"]').waitFor();
      await page
        .locator('.piece summary')
        .first()
        .click({ timeout: 500 })
        .catch(() => undefined);
      await picture(page, name);
      await requireAccessible(page, name);
      requireQuiet(opened);
    }
  });

  test('an investigation with everything in it: failures, symptoms, the order of things, its cost', async () => {
    await using opened = await openConsole(browser, demo);
    const { page } = opened;
    await answerWith(page, richRun());
    await ask(page, 'why is checkout slow?');
    await page.getByText('8,720 tokens of private/large · cost 0.0123').waitFor();
    await page.locator('.plan summary').click();
    assert.match(
      await page.locator('.plan').innerText(),
      /Prometheus does not answer[\s\S]*closed at night[\s\S]*the finding names stock/,
    );
    assert.equal(await page.locator('.findings > ul > li').count(), 1, 'symptoms stand under their root');
    await page.getByText('2 symptoms of it').click();
    await page.locator('.timeline summary').click();
    assert.match(await page.locator('.timeline').innerText(), /change[\s\S]*revision 4[\s\S]*symptom[\s\S]*first line/);
    await page.locator('.piece summary').last().click();
    await page.locator('tr.level-error').waitFor();
    await page.evaluate("document.querySelector('main').scrollTo(0, 0)");
    await picture(page, 'rich');
    await page.evaluate("document.querySelector('main').scrollTo(0, 100000)");
    await picture(page, 'rich-end');
    await requireAccessible(page, 'rich');
    await page.getByRole('button', { name: 'Deployment shop/stock' }).click();
    await until(page, "document.querySelector('#question').value === 'what is wrong with deployment stock?'");
    requireQuiet(opened);
  });

  test('of two workers’ findings one stands below the other once the answer tells that it follows from it', async () => {
    await using opened = await openConsole(browser, demo);
    const { page } = opened;
    const [checkout, data] = [
      { kind: 'Deployment', namespace: 'shop', name: 'checkout' },
      { kind: 'PersistentVolumeClaim', namespace: 'shop', name: 'data' },
    ];
    await answerWith(
      page,
      [
        begun,
        evidenceOf('e1', 'what was read', { kind: 'text', text: 'no space left on device' }),
        findingOf('crash-loop', checkout, 'critical', 'checkout does not start.'),
        findingOf('volume-full', data, 'critical', 'The volume data is full.'),
        { type: 'reauthentication-required', reason: 'permission-changed' },
      ],
      [
        { type: 'run-resumed', subject: 'alice' },
        said('**The volume data is full.** [e1]\nWhat follows from it: trouble of Deployment shop/checkout.', [
          { finding: 2 },
          { finding: 1, symptomOf: data },
        ]),
        ended,
      ],
    );
    await ask(page, 'what is wrong?');
    const names = () => page.locator('.findings > ul > li > .head strong').allInnerTexts();
    await page.getByText('Your permissions have changed').waitFor();
    assert.deepEqual(await names(), ['shop/checkout', 'shop/data'], 'as each worker says');
    await picture(page, 'two-workers-before');
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByText('1 symptom of it').click();
    assert.deepEqual(await names(), ['shop/data'], 'as the answer says');
    assert.match(await page.locator('.symptoms').innerText(), /checkout does not start/);
    await picture(page, 'two-workers');
    await requireAccessible(page, 'two workers');
    requireQuiet(opened);
  });

  test('an expired token is renewed without a word; changed permissions are told, and the person goes on', async () => {
    await using opened = await openConsole(browser, demo);
    const { page } = opened;
    const sent = await answerWith(
      page,
      [begun, { type: 'reauthentication-required', reason: 'token-expired' }],
      [
        { type: 'run-resumed', subject: 'alice' },
        { type: 'reauthentication-required', reason: 'permission-changed' },
      ],
      [{ type: 'run-resumed', subject: 'alice' }, said('All is well.'), ended],
    );
    await ask(page, 'what is wrong?');
    await page.getByText('Your permissions have changed').waitFor();
    assert.deepEqual(sent.slice(1), [{ run_id: 'forged', resume: true }]);
    await picture(page, 'permissions');
    await requireAccessible(page, 'permissions changed');
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByText('All is well.').waitFor();
    requireQuiet(opened);
  });

  test('a question back is answered with one of its choices', async () => {
    await using opened = await openConsole(browser, demo);
    const { page } = opened;
    const choices = ['Deployment shop/stock', 'StatefulSet shop/stock'].map((label) => ({
      label,
      value: label.toLowerCase(),
    }));
    const sent = await answerWith(
      page,
      [begun, { type: 'input-required', question: 'Which stock do you mean?', choices, slot: 'name' }],
      [{ type: 'input-received', slot: 'name', value: 'x' }, said('It is well.'), ended],
    );
    await ask(page, 'is stock well?');
    await page.locator('.card').getByText('Which stock do you mean?').waitFor();
    await picture(page, 'question');
    await requireAccessible(page, 'question');
    await page.getByRole('button', { name: 'StatefulSet shop/stock' }).click();
    await page.getByText('It is well.').waitFor();
    assert.deepEqual(sent.at(-1), { run_id: 'forged', input: 'statefulset shop/stock' });
    requireQuiet(opened);
  });

  test('by keyboard alone: skip to the question, send it, reach the decision and take it', async () => {
    await using opened = await openConsole(browser, demo);
    const { page } = opened;
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate('document.activeElement.textContent'), 'Skip to the question');
    await page.keyboard.press('Enter');
    assert.equal(await focused(page), 'Your question');
    await page.keyboard.type('what is wrong?');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Reject' }).waitFor();
    for (let pressed = 0; pressed < 60; pressed += 1) {
      await page.keyboard.press('Shift+Tab');
      if ((await page.evaluate('document.activeElement.textContent')) === 'Reject') break;
    }
    await page.keyboard.press('Enter');
    await page.locator('.decided.reject').waitFor();
    requireQuiet(opened);
  });

  test('by keyboard alone: what is pressed and goes away leaves a place to go on from, nothing hidden is reached', async () => {
    await using opened = await openConsole(browser, demo, { width: 375 });
    const { page } = opened;
    await ask(page, 'which pods are not ready?');
    await page.getByText('Did this help?').waitFor();
    const list = page.getByRole('button', { name: 'Conversations' });
    await list.focus();
    await page.keyboard.press('Enter');
    await page.locator('.sessions .open').first().focus();
    await page.keyboard.press('Enter');
    await until(page, "document.activeElement === document.querySelector('main')");
    await list.focus();
    await page.keyboard.press('Enter');
    const entry = page.getByRole('button', { name: 'Delete “which pods are not ready?”' }).first();
    await entry.focus();
    for (const key of ['Enter', 'Escape']) await page.keyboard.press(key);
    assert.equal(await focused(page), 'Delete “which pods are not ready?”');
    for (const key of ['Enter', 'Enter']) await page.keyboard.press(key);
    assert.equal(await focused(page), 'Delete “which pods are not ready?”', 'kept');
    const behind = new Set<unknown>();
    for (let pressed = 0; pressed < 40; pressed += 1) {
      await page.keyboard.press('Tab');
      behind.add(await page.evaluate("document.activeElement.closest('main') === null"));
    }
    assert.deepEqual([...behind], [true], 'nothing behind the list');
    await entry.focus();
    for (const key of ['Enter', 'Tab', 'Enter']) await page.keyboard.press(key);
    await until(page, "document.activeElement.className === 'new'");
    requireQuiet(opened);
  });

  test('the first load, and how soon a question can be written', async (t) => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${demo.controlPlane.url}/sign-in/alice?stay`);
    const began = performance.now();
    await page.goto(`${demo.controlPlane.url}/console/?workspace=shop`);
    await page.getByRole('textbox', { name: 'Your question' }).fill('x');
    t.diagnostic(`figure: a question can be written after ${Math.round(performance.now() - began)} ms`);
    assert.equal(await page.getByRole('button', { name: 'Ask', exact: true }).isEnabled(), true);
    await context.close();
  });
});

/** What the focused element is called. */
function focused(page: Page): Promise<unknown> {
  return page.evaluate(
    '(document.activeElement.labels?.[0]?.innerText ?? document.activeElement.ariaLabel ?? document.activeElement.innerText).trim()',
  );
}
