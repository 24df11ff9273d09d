import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv, promisify } from 'node:util';

const execute = promisify(execFile);

export interface Programs {
  readonly helm: string;
  readonly helm3: string;
}

/** Where install.sh puts Helm; or what to do. With HEXAOPS_REQUIRE_REAL=1 its absence is an error. */
export function findHelm(): Programs | { readonly missing: string } {
  const versions = parseEnv(readFileSync(new URL('versions.env', import.meta.url), 'utf8'));
  const root = process.env['HEXAOPS_CACHE'] ?? join(homedir(), '.cache', 'hexaops');
  const programOf = (version: string | undefined) => join(root, `helm-${version}`, 'helm');
  const programs = { helm: programOf(versions['HELM_4_VERSION']), helm3: programOf(versions['HELM_3_VERSION']) };
  if (Object.values(programs).every((path) => existsSync(path))) return programs;
  const missing = 'Helm is not installed: run test/real/helm/install.sh';
  if (process.env['HEXAOPS_REQUIRE_REAL'] === '1') throw new Error(missing);
  return { missing };
}

export const chart = fileURLToPath(new URL('chart/', import.meta.url));

/** Runs Helm against the cluster of a kubeconfig; `home` is a directory of its own. */
export async function runHelm(
  program: string,
  parameters: readonly string[],
  { kubeconfig, home }: { readonly kubeconfig: string; readonly home: string },
): Promise<string> {
  const env = { HOME: home, KUBECONFIG: kubeconfig };
  const { stdout } = await execute(program, parameters, { env, timeout: 120_000, maxBuffer: 16 * 1024 ** 2 });
  return stdout;
}
