import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const program = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find((path) => existsSync(path));

/** Why the browser cannot be had; false where it can. Where real servers are required its absence is a failure. */
export function missingBrowser(): string | false {
  if (program !== undefined || process.env['HEXAOPS_REQUIRE_REAL'] === '1') return false;
  return 'there is no Chromium: run test/real/browser/install.sh';
}

export function openBrowser(): Promise<Browser> {
  if (program === undefined) throw new Error('there is no Chromium: run test/real/browser/install.sh');
  // Every name but that of this machine leads nowhere: nothing can really leave.
  const args = ['--no-sandbox', '--disable-gpu', '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1'];
  return chromium.launch({ executablePath: program, args });
}
