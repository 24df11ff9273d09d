import { mkdir, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { openBrowser } from '../browser/browser.ts';
import { openConsole, startConsole } from './page.ts';

/**
 * Takes the pictures of the console that the documentation shows, `docs/pictures/console.png` and `console-dark.png`, from the
 * demonstration: the plan, the answer, the change that waits for approval, the finding, the evidence.
 */
const directory = fileURLToPath(new URL('../../../docs/pictures/', import.meta.url));
const most = 200 * 1024;

await mkdir(directory, { recursive: true });
const browser = await openBrowser();
await using demo = await startConsole();
await using opened = await openConsole(browser, demo);
const { page } = opened;
await page.setViewportSize({ width: 1280, height: 1390 });
await page.getByRole('button', { name: 'What is wrong?' }).click();
await page.getByRole('button', { name: 'Approve' }).waitFor();
await page.locator('.plan summary').click();
await page.locator('.answer .cite').first().click();
await page.locator('.piece[open] table').waitFor();
await page.evaluate("document.querySelector('main').scrollTo(0, 0)");
for (const [colorScheme, name] of [
  ['light', 'console.png'],
  ['dark', 'console-dark.png'],
] as const) {
  await page.emulateMedia({ colorScheme });
  await page.mouse.move(0, 0);
  await page.screenshot({ path: `${directory}${name}` });
  const { size } = await stat(`${directory}${name}`);
  console.log(`${name}: ${Math.round(size / 1024)} KB`);
  if (size > most) throw new Error(`${name} is larger than ${most} bytes: show less in it`);
}
await browser.close();
