import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Demo } from '@hexaops/example-control-plane';
import type { Browser } from 'playwright-core';
import { payloads } from '../../security/page-exfiltration/payloads.ts';
import { missingBrowser, openBrowser } from '../browser/browser.ts';
import { requireAccessible } from './accessible.ts';
import { answerWith, begun, ended, evidenceOf, longRun, richRun, said } from './forged.ts';
import { ask, openConsole, type OpenedPage, picture, type Sight, startConsole } from './page.ts';

const sights: readonly Sight[] = [
  { width: 1280, dark: false },
  { width: 375, dark: true },
  { width: 1280, dark: true },
  { width: 375, dark: false },
];

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

  const requireQuiet = ({ leaving, complaints }: OpenedPage) => {
    assert.deepEqual(leaving, [], 'no request leaves the origin');
    assert.deepEqual(complaints, [], 'nothing is refused by the policy, nothing is thrown');
  };

  for (const sight of sights) {
    const { width = 0, dark = false } = sight;
    const named = (state: string) => `${state}-${width}-${dark ? 'dark' : 'light'}`;

    test(`the whole story at ${width} px, ${dark ? 'dark' : 'light'}: ask, watch, evidence, approve`, async () => {
      await using fresh = await startConsole();
      await using opened = await openConsole(browser, fresh, sight);
      const { page } = opened;
      await picture(page, named('1-empty'));
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
      await picture(page, named('2-approval'));
      await requireAccessible(page, 'approval');

      await page.locator('.answer .cite').first().click();
      await page.locator('.piece[open]', { hasText: 'GET /api/v1/namespaces/shop/services/orders' }).waitFor();
      await picture(page, named('3-evidence'));
      await requireAccessible(page, 'evidence');

      assert.equal(fresh.controlPlane.state.operations.length, 0);
      await approve.click();
      await page.locator('.decided.approve', { hasText: 'done' }).waitFor();
      await page.getByText('Did this help?').waitFor();
      assert.equal(fresh.controlPlane.state.operations.length, 1);
      await picture(page, named('4-approved'));
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
    await picture(page, 'sign-in-1280-light');
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
    assert.equal(
      await page.getByRole('textbox', { name: 'Your question' }).inputValue(),
      'a draft that is worth keeping',
    );
    requireQuiet(opened);
  });

  test('cancelled while it works, a run ends, and the page says so', async () => {
    await using opened = await openConsole(browser, demo);
    const { page } = opened;
    demo.controlPlane.switches.slow(3_000);
    try {
      await ask(page, 'what is wrong?');
      await page.locator('.step.running').waitFor();
      await picture(page, 'running-1280-light');
      await page.getByRole('button', { name: 'Cancel' }).click();
      await page.getByText('Cancelled.').waitFor();
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
    await picture(page, 'settings-1280-light');
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
    await page.getByText('Removed').waitFor();
    requireQuiet(opened);
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
    await picture(page, 'hostile-1280-light');
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
    await picture(page, 'chart-1280-light');
    await requireAccessible(page, 'chart');
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
    await page.getByRole('button', { name: 'Show all 666 pieces' }).click();
    await page.locator('.piece').nth(665).waitFor();
    await picture(page, 'long-1280-light');
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
      const over = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      const inMain = await page.evaluate(
        "document.querySelector('main').scrollWidth - document.querySelector('main').clientWidth",
      );
      assert.deepEqual([over, inMain], [0, 0], name);
      await picture(page, `${name}-320-light`);
      await requireAccessible(page, name);
      requireQuiet(opened);
    }
  });

  for (const sight of sights.slice(0, 2)) {
    test(`an investigation with everything in it, at ${sight.width} px: failures, symptoms, the order of things, its cost`, async () => {
      await using opened = await openConsole(browser, demo, sight);
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
      assert.match(
        await page.locator('.timeline').innerText(),
        /change[\s\S]*revision 4[\s\S]*symptom[\s\S]*first line/,
      );
      await page.locator('.piece summary').last().click();
      await page.locator('tr.level-error').waitFor();
      await page.locator('main').evaluate('(main) => main.scrollTo(0, 0)');
      await picture(page, `rich-${sight.width}`);
      await page.locator('main').evaluate('(main) => main.scrollTo(0, 100000)');
      await picture(page, `rich-end-${sight.width}`);
      await requireAccessible(page, 'rich');
      await page.getByRole('button', { name: 'Deployment shop/stock' }).click();
      await page.waitForFunction(
        "document.querySelector('#question').value === 'what is wrong with deployment stock?'",
      );
      requireQuiet(opened);
    });
  }

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
    await picture(page, 'permissions-1280-light');
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
    await page.getByText('Which stock do you mean?').waitFor();
    await picture(page, 'question-1280-light');
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
    await page.getByRole('textbox', { name: 'Your question' }).focus();
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
