import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Demo } from '@hexaops/example-control-plane';
import type { Browser, Page } from 'playwright-core';
import { missingBrowser, openBrowser } from '../browser/browser.ts';
import { requireAccessible } from './accessible.ts';
import { ask, openConsole, picture, requireQuiet, startConsole } from './page.ts';

describe('two people with the console', { skip: missingBrowser() }, () => {
  let browser: Browser;
  let demo: Demo;
  const made = () => demo.controlPlane.state.operations.map(({ user, operation }) => `${operation} by ${user}`);
  before(async () => {
    [browser, demo] = await Promise.all([openBrowser(), startConsole()]);
  });
  after(async () => {
    await browser.close();
    await demo[Symbol.asyncDispose]();
  });

  test('what one asks for and another must approve stands with the other, who sees the change alone, and goes on with the one', async () => {
    await using alices = await openConsole(browser, demo);
    await using erins = await openConsole(browser, demo, { user: 'erin', width: 375, dark: true });
    const [alice, erin] = [alices.page, erins.page];
    assert.equal(await erin.locator('.waiting').count(), 0);
    await ask(alice, 'stop storefront');
    await alice.getByText('Somebody else must approve this.').waitFor();
    assert.equal(await alice.getByRole('button', { name: 'Approve' }).count(), 0, 'who asked decides nothing');
    assert.equal(await alice.locator('.waiting').count(), 0);
    await picture(alice, 'four-eyes-asked');
    await requireAccessible(alice, 'waiting for somebody else');

    await comeBackTo(erin);
    await erin.getByRole('button', { name: '1 to decide' }).click();
    const card = await erin.locator('.approval').innerText();
    assert.match(card, /alice asks for it[\s\S]*spec\.replicas[\s\S]*alice asked for it: alice wrote "storefront"/);
    assert.equal(await erin.locator('article, .evidence, .findings').count(), 0, 'and nothing of the run');
    await picture(erin, 'four-eyes-other');
    await requireAccessible(erin, 'the decision of another');
    await erin.getByRole('button', { name: 'Approve' }).click();
    await erin.getByText('in the name of alice').waitFor();
    await picture(erin, 'four-eyes-decided');
    await requireAccessible(erin, 'decided');
    assert.deepEqual(made(), [], 'nothing is made with the name of who approves');

    await comeBackTo(alice);
    await alice.locator('.decided.approve', { hasText: /Approved by erin[^]*done/ }).waitFor();
    assert.deepEqual(made(), ['scale by alice']);
    await picture(alice, 'four-eyes-done');
    await erin.getByRole('button', { name: 'Back to the conversation' }).click();
    assert.equal(await erin.locator('.waiting').count(), 0, 'what is decided waits no more');
    requireQuiet(alices);
    requireQuiet(erins);
  });

  test('rejected by another it is told as theirs; who may not make a change is told why they cannot decide', async () => {
    await using alices = await openConsole(browser, demo);
    await using bobs = await openConsole(browser, demo, { user: 'bob' });
    await using erins = await openConsole(browser, demo, { user: 'erin' });
    const count = made().length;
    await ask(alices.page, 'stop catalog');
    await alices.page.getByText('Somebody else must approve this.').waitFor();
    await comeBackTo(bobs.page);
    await bobs.page.getByRole('button', { name: '1 to decide' }).click();
    await bobs.page.getByRole('button', { name: 'Approve' }).click();
    await bobs.page.getByRole('alert').getByText('you may not make this change').waitFor();
    await picture(bobs.page, 'four-eyes-refused');
    await requireAccessible(bobs.page, 'refused');

    await comeBackTo(erins.page);
    await erins.page.getByRole('button', { name: '1 to decide' }).click();
    await picture(erins.page, 'four-eyes-other');
    await erins.page.getByLabel(/^Reason/).fill('not before Monday');
    await erins.page.getByRole('button', { name: 'Reject' }).click();
    await erins.page.locator('.decided.reject').waitFor();
    await comeBackTo(alices.page);
    await alices.page.locator('.decided.reject', { hasText: /Rejected by erin[^]*“not before Monday”/ }).waitFor();
    await comeBackTo(bobs.page);
    await bobs.page.getByText('Nothing waits for you.').waitFor();
    assert.equal(made().length, count);
    for (const opened of [alices, bobs, erins]) requireQuiet(opened);
  });

  test('what one has asked for in another conversation is found again', async () => {
    await using opened = await openConsole(browser, demo);
    const { page } = opened;
    await ask(page, 'scale stock to 2');
    await page.getByRole('button', { name: 'Approve' }).waitFor();
    await page.getByRole('button', { name: 'New conversation' }).click();
    await comeBackTo(page);
    await page.getByRole('button', { name: '1 to decide' }).click();
    await page.getByRole('button', { name: 'Open it' }).click();
    await page.getByRole('button', { name: 'Reject' }).click();
    await page.locator('.decided.reject').waitFor();
    requireQuiet(opened);
  });
});

/** As when a person turns to the page again: then it looks at what has come. */
async function comeBackTo(page: Page): Promise<void> {
  await page.evaluate("window.dispatchEvent(new Event('focus'))");
}
