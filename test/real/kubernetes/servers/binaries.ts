import { accessSync, constants, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';

export interface Binaries {
  readonly etcd: string;
  readonly apiServer: string;
  readonly controllerManager: string;
  readonly scheduler: string;
}

const BUILD = 'test/real/kubernetes/build.sh';

/**
 * The servers that `build.sh` has built, or why a test cannot run. With HEXAOPS_REQUIRE_REAL=1 the absence is an error:
 * a run that must prove something never passes by leaving it out.
 */
export function findBinaries(): Binaries | { readonly missing: string } {
  const versions = parseEnv(readFileSync(new URL('../versions.env', import.meta.url), 'utf8'));
  const cache = process.env['HEXAOPS_CACHE'] ?? join(homedir(), '.cache', 'hexaops');
  const directory = join(cache, `kubernetes-${versions['KUBERNETES_VERSION']}`);
  const binaries: Binaries = {
    etcd: join(directory, 'etcd'),
    apiServer: join(directory, 'kube-apiserver'),
    controllerManager: join(directory, 'kube-controller-manager'),
    scheduler: join(directory, 'kube-scheduler'),
  };
  try {
    for (const binary of Object.values(binaries)) accessSync(binary, constants.X_OK);
    return binaries;
  } catch (cause) {
    const missing = `No Kubernetes servers in ${directory}: run ${BUILD}.`;
    if (process.env['HEXAOPS_REQUIRE_REAL'] === '1') throw new Error(missing, { cause });
    return { missing };
  }
}
