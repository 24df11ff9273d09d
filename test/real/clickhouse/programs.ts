import { accessSync, constants, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const INSTALL = 'test/real/clickhouse/install.sh';
const DEBIAN_SERVER = '/usr/sbin/clickhouse-server';

export interface Programs {
  /** Debian's `clickhouse-server`, 18.16. */
  readonly server: string;
  /** The directory in which `chdb` can be resolved. */
  readonly chdb: string;
}

/** What `install.sh` has installed, or why a test cannot run. With HEXAOPS_REQUIRE_REAL=1 the absence is an error. */
export function findPrograms(): Programs | { readonly missing: string } {
  try {
    accessSync(DEBIAN_SERVER, constants.X_OK);
    const chdb = chdbDirectory();
    accessSync(join(chdb, 'node_modules', 'chdb', 'package.json'));
    return { server: DEBIAN_SERVER, chdb };
  } catch (cause) {
    const missing = `No ClickHouse: run ${INSTALL}.`;
    if (process.env['HEXAOPS_REQUIRE_REAL'] === '1') throw new Error(missing, { cause });
    return { missing };
  }
}

/** The same, for whoever cannot go on without. */
export function requirePrograms(): Programs {
  const programs = findPrograms();
  if ('missing' in programs) throw new Error(programs.missing);
  return programs;
}

function chdbDirectory(): string {
  const { dependencies } = JSON.parse(readFileSync(new URL('chdb/package.json', import.meta.url), 'utf8')) as {
    readonly dependencies: { readonly chdb: string };
  };
  return join(process.env['HEXAOPS_CACHE'] ?? join(homedir(), '.cache', 'hexaops'), `chdb-${dependencies.chdb}`);
}
