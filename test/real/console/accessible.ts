import assert from 'node:assert/strict';
import axe from 'axe-core';
import type { Page } from 'playwright-core';

interface Violation {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly html: string }[];
}

/** The narrowest page that is promised to be usable. */
const narrowest = 320;
/** Rules that another width or other colours can break. */
const ofLooks = ['color-contrast', 'scrollable-region-focusable', 'target-size'];

/**
 * Nothing that keeps a person from using the page, as far as axe can see: no serious and no critical violation, as it is shown
 * now, and as narrow as can be in the other colours, where nothing hangs over its edge.
 */
export async function requireAccessible(page: Page, state: string): Promise<void> {
  await page.evaluate(axe.source);
  await requireNoViolation(page, state, {});
  const shown = page.viewportSize() ?? assert.fail();
  const isDark = (await page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")) === true;
  await page.setViewportSize({ width: narrowest, height: shown.height });
  await page.emulateMedia({ colorScheme: isDark ? 'light' : 'dark' });
  await requireNoViolation(page, `${state}, narrow, in the other colours`, { runOnly: ofLooks });
  const over = await page.evaluate(
    "[document.documentElement, document.querySelector('main')].map((each) => each.scrollWidth - each.clientWidth)",
  );
  assert.deepEqual(over, [0, 0], `${state} fits`);
  assert.deepEqual(await page.evaluate(tooSmall), [], `${state} can be used with a finger`);
  await page.emulateMedia({ colorScheme: isDark ? 'dark' : 'light' });
  await page.setViewportSize(shown);
}

/** What is to be pressed and is smaller than a finger. Citations and objects in a line have a larger place behind them. */
const tooSmall = `[...document.querySelectorAll('button, a.button, summary, input, select, textarea')]
  .filter((each) => !each.matches('.cite, .object') && each.checkVisibility())
  .map((each) => [each, each.getBoundingClientRect()])
  .filter(([, { width, height }]) => width > 1 && (width < 43.5 || height < 43.5))
  .map(([each, { width, height }]) => each.outerHTML.slice(0, 80) + ' ' + width + ' x ' + height)`;

async function requireNoViolation(page: Page, state: string, options: object): Promise<void> {
  const run = `axe.run({ resultTypes: ['violations'], ...${JSON.stringify(options)} })`;
  const violations = (await page.evaluate(`${run}.then(({ violations }) => violations)`)) as readonly Violation[];
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  assert.deepEqual(
    serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`),
    [],
    state,
  );
}
