import { installLocked } from '../../support/install-locked.ts';

/** Installs what the benchmarks compare with, unless exactly that is there. Not a part of the project's own packages. */
export async function installPeers(): Promise<void> {
  await installLocked(new URL('../', import.meta.url));
}
