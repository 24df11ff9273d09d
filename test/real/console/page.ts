import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildPageWhereChanged } from '@hexaops/console/build';
import { type Demo, type DemoOptions, startDemo } from '@hexaops/example-control-plane';
import type { Browser, BrowserContext, Page } from 'playwright-core';

const bundle = fileURLToPath(new URL('../../../examples/control-plane/incident', import.meta.url));

/** The demonstration with a built console, without the limits that a busy machine would reach. */
export async function startConsole(options: Pick<DemoOptions, 'configuration' | 'plugins'> = {}): Promise<Demo> {
  await buildPageWhereChanged();
  return startDemo({ bundle, limits: { eventLoopMilliseconds: 0 }, ...options });
}

interface OpenedPage extends AsyncDisposable {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Every request for another origin, and every word of the browser that something was refused or thrown. */
  readonly leaving: readonly string[];
  readonly complaints: readonly string[];
}

interface Sight {
  readonly width?: number;
  readonly dark?: boolean;
  readonly user?: string;
}

/** Two widths, both colours. */
export const sights: readonly Sight[] = [
  { width: 1280, dark: false },
  { width: 375, dark: true },
];

export function requireQuiet({ leaving, complaints }: OpenedPage): void {
  assert.deepEqual(leaving, [], 'no request leaves the origin');
  assert.deepEqual(complaints, [], 'nothing is refused by the policy, nothing is thrown');
}

/** The console as somebody sees it, on its first page: as alice, unless told. */
export async function openConsole(
  browser: Browser,
  demo: Demo,
  { width = 1280, dark = false, user = 'alice' }: Sight = {},
): Promise<OpenedPage> {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const leaving: string[] = [];
  const complaints: string[] = [];
  const { url } = demo.controlPlane;
  page.on('request', (request) => {
    if (!request.url().startsWith(`${url}/`)) leaving.push(request.url());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    // A refusal of the control plane is what a test may want to see.
    if (message.type() === 'error' && !message.text().includes('Failed to load resource'))
      complaints.push(message.text());
  });
  await page.goto(`${url}/sign-in/${user}`);
  await page.getByRole('textbox', { name: 'Your question' }).waitFor();
  return { page, context, leaving, complaints, [Symbol.asyncDispose]: () => context.close() };
}

export async function ask(page: Page, question: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Your question' }).fill(question);
  await page.getByRole('button', { name: 'Ask', exact: true }).click();
}

/** Until this expression is true of the page. Its policy lets the page itself evaluate none, as `waitForFunction` would. */
export async function until(page: Page, expression: string): Promise<void> {
  for (const deadline = Date.now() + 30_000; (await page.evaluate(expression)) !== true;) {
    assert.ok(Date.now() < deadline, expression);
    await page.waitForTimeout(20);
  }
}

/** Keeps pictures of a state in two widths and both colours, where `HEXAOPS_SCREENS` names a directory. */
export async function picture(page: Page, name: string): Promise<void> {
  const directory = process.env['HEXAOPS_SCREENS'];
  if (directory === undefined) return;
  await mkdir(directory, { recursive: true });
  const shown = page.viewportSize() ?? assert.fail();
  const isDark = (await page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")) === true;
  for (const width of shown.width === 320 ? [320] : [1280, 375]) {
    await page.setViewportSize({ width, height: shown.height });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: join(directory, `${name}-${width}-${colorScheme}.png`) });
    }
  }
  await page.emulateMedia({ colorScheme: isDark ? 'dark' : 'light' });
  await page.setViewportSize(shown);
}
