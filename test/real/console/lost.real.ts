import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Demo } from '@hexaops/example-control-plane';
import type { Browser, Page, Route } from 'playwright-core';
import { missingBrowser, openBrowser } from '../browser/browser.ts';
import { requireAccessible } from './accessible.ts';
import { answerWith, begun, ended, said } from './forged.ts';
import { ask, openConsole, picture, requireQuiet, startConsole, until } from './page.ts';

const chat = '**/api/v1/ai/chat**';
const notArrived = 'Your decision did not arrive: nothing is decided yet. Decide again.';

describe('what the console does where something is lost on its way, or not meant', { skip: missingBrowser() }, () => {
  let browser: Browser;
  let demo: Demo;
  const made = () => demo.controlPlane.state.operations.length;
  before(async () => {
    [browser, demo] = await Promise.all([openBrowser(), startConsole()]);
  });
  after(async () => {
    await browser.close();
    await demo[Symbol.asyncDispose]();
  });

  test('conversations that cannot be listed: it says so, asks again slower and slower, leaves it to the person then', async () => {
    await using opened = await openConsole(browser, demo);
    const { page } = opened;
    const asked: string[] = [];
    const refuse = (route: Route) => {
      if (!route.request().url().includes('sessions=all')) return route.continue();
      asked.push(route.request().url());
      return route.fulfill({ status: 503, json: { code: 'overloaded', detail: 'too much is being asked' } });
    };
    await page.route(chat, refuse);
    await page.clock.install();
    await page.reload();
    await page.getByText('Your conversations could not be listed. Too much is being asked.').waitFor();
    assert.equal(await page.getByText('Looking for your conversations').count(), 0);
    await picture(page, 'unlisted');
    await requireAccessible(page, 'unlisted');
    await page.getByText('This page keeps trying.').waitFor();
    while (asked.length < 9) await page.clock.fastForward(60_000);
    await page.getByText('This page keeps trying.').waitFor({ state: 'detached' });
    await page.clock.fastForward(600_000);
    assert.equal(asked.length, 9, 'not for ever');
    await page.unroute(chat, refuse);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('.unlisted').waitFor({ state: 'detached' });
    requireQuiet(opened);
  });

  test('over a slow network the page says that it is loading', async () => {
    await using opened = await openConsole(browser, demo);
    const { page } = opened;
    const rest = Promise.withResolvers<void>();
    await page.route('**/assets/*.js', async (route) => {
      await rest.promise;
      await route.continue();
    });
    const loaded = page.reload();
    await page.getByText('Loading…').waitFor();
    rest.resolve();
    await loaded;
    await page.getByRole('textbox', { name: 'Your question' }).waitFor();
    assert.equal(await page.getByText('Loading…').count(), 0);
    requireQuiet(opened);
  });

  test('conversations that can be listed again are, without anybody asking', async () => {
    await using opened = await openConsole(browser, demo);
    const { page } = opened;
    const refuse = (route: Route) =>
      route.request().url().includes('sessions=all') ? route.abort() : route.continue();
    await page.route(chat, refuse);
    await page.clock.install();
    await page.reload();
    await page.getByText('The control plane cannot be reached. This page keeps trying.').waitFor();
    await page.unroute(chat, refuse);
    await page.clock.fastForward(2_000);
    await page.locator('.unlisted').waitFor({ state: 'detached' });
    await page.locator('.bar .workspace').waitFor();
    requireQuiet(opened);
  });

  test('while a run waits for an answer the composer says that it answers, and can be told to ask something new', async () => {
    await using opened = await openConsole(browser, demo);
    const { page } = opened;
    const question = 'Which stock do you mean?';
    const choices = ['Deployment shop/stock', 'StatefulSet shop/stock'].map((label) => ({ label, value: label }));
    const sent = await answerWith(
      page,
      [begun, { type: 'input-required', question, choices, slot: 'name' }],
      [begun, said('All pods are ready.'), ended],
    );
    await ask(page, 'is stock well?');
    await page.getByText(`What you write answers: ${question}`).waitFor();
    await picture(page, 'answering');
    await requireAccessible(page, 'answering');

    const refuse = (route: Route) =>
      route.fulfill({
        status: 400,
        json: { code: 'input-invalid', detail: '"are all pods ready?" is none of the choices' },
      });
    await page.route(chat, refuse, { times: 1 });
    const field = page.getByRole('textbox', { name: 'Your answer' });
    await field.fill('are all pods ready?');
    await page.getByRole('button', { name: 'Answer', exact: true }).click();
    await page.getByText('is none of the choices').waitFor();
    // What was not taken is kept.
    await until(page, "document.querySelector('#question').value === 'are all pods ready?'");
    assert.equal(await field.count(), 1);

    await page.getByRole('button', { name: 'Ask something new instead' }).click();
    assert.equal(await page.evaluate('document.activeElement.id'), 'question');
    await page.getByRole('textbox', { name: 'Your question' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('All pods are ready.').waitFor();
    assert.deepEqual(sent.at(-1), { message: 'are all pods ready?', session_id: 'forged-session' });
    assert.equal(
      await page.getByRole('button', { name: 'StatefulSet shop/stock' }).isEnabled(),
      true,
      'and it still waits',
    );
    requireQuiet(opened);
  });

  for (const [what, replicas, lose] of [
    ['the connection is lost', 2, (route: Route) => route.abort()],
    ['the service is overloaded', 3, (route: Route) => route.fulfill({ status: 503, json: { detail: 'too much' } })],
  ] as const) {
    test(`a decision that does not arrive, since ${what}: it is told, and can be taken once more`, async () => {
      await using opened = await openConsole(browser, demo);
      const { page } = opened;
      const before = made();
      await ask(page, `scale stock to ${replicas}`);
      await page.getByLabel(/^Reason/).fill('enough for today');
      await page.route(chat, (route) => (isDecision(route) ? lose(route) : route.fallback()), { times: 1 });
      await page.getByRole('button', { name: 'Approve' }).click();
      await page.getByRole('alert').getByText(notArrived).waitFor();
      assert.equal(await page.getByLabel(/^Reason/).inputValue(), 'enough for today');
      assert.equal(made(), before);
      await picture(page, 'decision-lost');
      await page.getByRole('button', { name: 'Approve' }).click();
      await page.locator('.decided.approve', { hasText: 'done' }).waitFor();
      assert.equal(made(), before + 1);
      assert.equal(await page.getByText(notArrived).count(), 0);
      requireQuiet(opened);
    });
  }

  test('a decision that arrived, and whose answer was lost, is not sent again: what became of it is found out', async () => {
    await using opened = await openConsole(browser, demo);
    const { page } = opened;
    const before = made();
    let decisions = 0;
    await page.route(chat, async (route) => {
      if (!isDecision(route)) return route.continue();
      decisions += 1;
      await route.fetch();
      return route.abort();
    });
    await ask(page, 'scale stock to 4');
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.locator('.decided.approve', { hasText: 'done' }).waitFor();
    assert.equal(await page.getByText(notArrived).count(), 0);
    assert.deepEqual([decisions, made()], [1, before + 1]);
    requireQuiet(opened);
  });

  test('a decision that was taken elsewhere before this one arrived stands in place of the card', async () => {
    await using opened = await openConsole(browser, demo);
    const { page, context } = opened;
    const before = made();
    await ask(page, 'scale stock to 5');
    await page.getByRole('button', { name: 'Approve' }).waitFor();
    const other = await context.newPage();
    await other.goto(page.url());
    await other.getByRole('button', { name: 'Reject' }).waitFor();
    await page.route(chat, async (route) => {
      if (!isDecision(route)) return route.continue();
      await other.getByRole('button', { name: 'Reject' }).click();
      await other.locator('.decided.reject').waitFor();
      return route.continue();
    });
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.locator('.decided.reject').waitFor();
    assert.equal(await page.locator('.approval').count(), 0);
    assert.equal(made(), before);
    requireQuiet(opened);
  });

  test('of the change of another, too: lost it can be decided again, arrived it is not', async () => {
    await using alices = await openConsole(browser, demo);
    await using erins = await openConsole(browser, demo, { user: 'erin' });
    const { page } = erins;
    await ask(alices.page, 'stop catalog');
    await alices.page.getByText('Somebody else must approve this.').waitFor();
    await page.evaluate("window.dispatchEvent(new Event('focus'))");
    await page.getByRole('button', { name: '1 to decide' }).click();
    await requireReadableName(page);
    await page.route(chat, (route) => (isDecision(route) ? route.abort() : route.fallback()), { times: 1 });
    await page.getByRole('button', { name: 'Reject' }).click();
    await page.getByRole('alert').getByText(notArrived).waitFor();
    await requireAccessible(page, 'a decision that did not arrive');
    await page.route(chat, async (route) => {
      if (!isDecision(route)) return route.continue();
      await route.fetch();
      return route.abort();
    });
    await page.getByRole('button', { name: 'Reject' }).click();
    await page.getByText('Waits no more').waitFor();
    assert.equal(await page.locator('.approval, .bar .waiting').count(), 0);
    for (const opened of [alices, erins]) requireQuiet(opened);
  });
});

function isDecision(route: Route): boolean {
  return route.request().method() === 'POST' && route.request().postData()?.includes('"approval"') === true;
}

/** At 320 pixels, beside something to decide, and also where the name of the workspace is a long one. */
async function requireReadableName(page: Page): Promise<void> {
  const shown = page.viewportSize() ?? assert.fail();
  await page.setViewportSize({ width: 320, height: 700 });
  for (const name of ['shop', 'payments-production-eu-1']) {
    const hidden = await page.evaluate(`{
      const place = document.querySelector('.bar .workspace');
      place.firstChild.data = '${name}';
      [place.scrollWidth - place.clientWidth, place.scrollHeight - place.clientHeight];
    }`);
    assert.deepEqual(hidden, [0, 0], name);
  }
  await page.evaluate("document.querySelector('.bar .workspace').firstChild.data = 'shop'");
  await picture(page, 'to-decide');
  await page.setViewportSize(shown);
}
