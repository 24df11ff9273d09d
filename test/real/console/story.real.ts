import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Demo } from '@hexaops/example-control-plane';
import type { Browser, Page } from 'playwright-core';
import { missingBrowser, openBrowser } from '../browser/browser.ts';
import { requireAccessible } from './accessible.ts';
import { ask, openConsole, picture, requireQuiet, sights, startConsole } from './page.ts';

describe('the story of a person with the console', { skip: missingBrowser() }, () => {
  let browser: Browser;
  let demo: Demo;
  before(async () => {
    [browser, demo] = await Promise.all([openBrowser(), startConsole()]);
  });
  after(async () => {
    await browser.close();
    await demo[Symbol.asyncDispose]();
  });

  for (const sight of sights) {
    const { width = 0, dark = false } = sight;

    test(`the whole story at ${width} px, ${dark ? 'dark' : 'light'}: ask, watch, evidence, approve`, async () => {
      await using fresh = await startConsole();
      await using opened = await openConsole(browser, fresh, sight);
      const { page } = opened;
      await picture(page, '1-empty');
      await requireAccessible(page, 'empty');
      assert.equal(await page.locator('.questions button').count(), 3, 'three questions are suggested');

      await page.getByRole('button', { name: 'What is wrong?' }).click();
      const approve = page.getByRole('button', { name: 'Approve' });
      await approve.waitFor();
      await page.locator('.plan summary').click();
      await page.locator('.step.succeeded', { hasText: 'diagnose workspace' }).waitFor();
      const card = page.locator('.approval');
      assert.match(
        await card.innerText(),
        /spec\.selector[\s\S]*"order"[\s\S]*"orders"[\s\S]*not trusted: from the finding/,
      );
      await picture(page, '2-approval');
      await requireAccessible(page, 'approval');

      await page.locator('.answer .cite').first().click();
      await page.locator('.piece[open]', { hasText: 'GET /api/v1/namespaces/shop/services/orders' }).waitFor();
      await picture(page, '3-evidence');
      await requireAccessible(page, 'evidence');

      assert.equal(fresh.controlPlane.state.operations.length, 0);
      await approve.click();
      await page.locator('.decided.approve', { hasText: 'done' }).waitFor();
      await page.getByText('Did this help?').waitFor();
      assert.equal(fresh.controlPlane.state.operations.length, 1);
      await picture(page, '4-approved');
      await requireAccessible(page, 'approved');
      requireQuiet(opened);
    });
  }

  test('signed out in between: what is written and what was asked are kept, and go on after signing in again', async () => {
    await using opened = await openConsole(browser, demo);
    const { page, context } = opened;
    await ask(page, 'what is wrong?');
    await page.getByRole('button', { name: 'Reject' }).waitFor();
    await context.clearCookies();
    await page.getByRole('textbox', { name: 'Your question' }).fill('a draft that is worth keeping');
    await page.getByRole('button', { name: 'Reject' }).click();
    await page.getByRole('alert', { name: 'Sign in again' }).waitFor();
    await picture(page, 'sign-in');
    await requireAccessible(page, 'sign in');
    const [tab] = await Promise.all([
      context.waitForEvent('page'),
      page.getByRole('link', { name: 'Sign in' }).click(),
    ]);
    await tab.getByRole('link', { name: 'Alice' }).click();
    await tab.getByText('You are signed in as Alice').waitFor();
    await tab.close();
    await page
      .getByRole('button', { name: 'I have signed in' })
      .click({ timeout: 2_000 })
      .catch(() => undefined);
    await page.locator('.decided.reject').waitFor();
    assert.equal(await page.getByText('went wrong').count(), 0, 'what somebody did not want has not gone wrong');
    assert.equal(
      await page.getByRole('textbox', { name: 'Your question' }).inputValue(),
      'a draft that is worth keeping',
    );
    requireQuiet(opened);
  });

  test('while it works the page says what it waits for, and for how long; cancelled, the run ends, and the page says so', async () => {
    await using opened = await openConsole(browser, demo);
    const { page } = opened;
    demo.controlPlane.switches.slow(15_000);
    try {
      await ask(page, 'what is wrong?');
      await page.locator('.step.running').waitFor();
      await page.getByRole('status').getByText('Waiting for worker-kubernetes: diagnose workspace.').waitFor();
      await page.locator('.waited', { hasText: /^\d+ s$/ }).waitFor();
      assert.equal(await animationOf(page), 'none', 'nothing moves for who wants nothing to');
      await page.emulateMedia({ reducedMotion: 'no-preference' });
      assert.equal(await animationOf(page), 'pulse');
      await page.emulateMedia({ reducedMotion: 'reduce' });
      await picture(page, 'running');
      await requireAccessible(page, 'running');
      await page.getByRole('button', { name: 'Cancel' }).click();
      await page.getByText('Cancelled.').waitFor();
      assert.equal(await page.locator('.step:is(.running, .waiting)').count(), 0, 'nothing in it is still to come');
    } finally {
      demo.controlPlane.switches.slow(0);
    }
    requireQuiet(opened);
  });

  test('where the connection breaks off the page comes back for the rest, and asks nothing twice', async () => {
    await using opened = await openConsole(browser, demo);
    const { page } = opened;
    let posts = 0;
    await page.route('**/api/v1/ai/chat**', async (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      posts += 1;
      const whole = await (await route.fetch()).text();
      const cut = whole.slice(0, whole.indexOf('step-finished'));
      await route.fulfill({ status: 200, headers: { 'content-type': 'text/event-stream' }, body: cut });
    });
    await ask(page, 'what is wrong?');
    await page.getByRole('button', { name: 'Approve' }).waitFor();
    assert.equal(posts, 1);
    requireQuiet(opened);
  });

  test('a service that keeps no feedback says so', async () => {
    await using opened = await openConsole(browser, demo);
    const { page } = opened;
    await ask(page, 'which pods are not ready?');
    await page.getByRole('button', { name: 'Yes', exact: true }).click();
    await page.getByText('This service keeps no feedback.').waitFor();
    requireQuiet(opened);
  });

  test('conversations are listed, come back after a reload, and can be deleted', async () => {
    await using opened = await openConsole(browser, demo);
    const { page } = opened;
    await ask(page, 'which pods are not ready?');
    await page.getByText('Did this help?').waitFor();
    await page.reload();
    await page.locator('.asked', { hasText: 'which pods are not ready?' }).waitFor();
    const entry = page.getByRole('button', { name: 'Delete “which pods are not ready?”' }).first();
    const before = await page.locator('.sessions li').count();
    await entry.click();
    await page.getByRole('button', { name: 'Keep', exact: true }).click();
    assert.equal(await page.locator('.sessions li').count(), before, 'one press deletes nothing');
    await entry.click();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.locator(`.sessions li:nth-child(${before})`).waitFor({ state: 'detached' });
    requireQuiet(opened);
  });

  test('an admin keeps the workspace’s model in the control plane, and its key is never shown again', async () => {
    await using opened = await openConsole(browser, demo);
    const { page } = opened;
    const key = 'sk-canary-0123456789';
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByLabel('Model', { exact: true }).fill('big-model');
    await page.getByLabel('Base URL', { exact: true }).fill('https://llm.example/v1');
    await page.getByLabel(/^Key/).fill(key);
    await picture(page, 'settings');
    await requireAccessible(page, 'settings');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    assert.equal(demo.controlPlane.state.llmSettings.get('shop')?.key, key);
    assert.equal(await page.getByLabel(/^Key/).inputValue(), '');
    await page.reload();
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByPlaceholder('A key is kept; it is not shown again').waitFor();
    assert.ok(!(await page.content()).includes(key));
    await page.getByRole('button', { name: 'Remove' }).click();
    await page.getByText('Remove this model and its key?').waitFor();
    await picture(page, 'settings-remove');
    await requireAccessible(page, 'settings, removing');
    await page.getByRole('button', { name: 'Keep' }).click();
    assert.equal(demo.controlPlane.state.llmSettings.get('shop')?.key, key, 'one press removes nothing');
    await page.getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('button', { name: 'Remove it' }).click();
    await page.getByText('Removed').waitFor();
    assert.equal(demo.controlPlane.state.llmSettings.get('shop'), undefined);
    requireQuiet(opened);
  });
});

function animationOf(page: Page): Promise<unknown> {
  return page.evaluate("getComputedStyle(document.querySelector('.step.running .mark')).animationName");
}
