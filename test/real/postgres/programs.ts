import { accessSync, constants, globSync } from 'node:fs';
import { join } from 'node:path';

const INSTALL = 'test/real/postgres/install.sh';

export interface Programs {
  readonly initdb: string;
  readonly pgCtl: string;
  readonly postgres: string;
}

/**
 * The newest Postgres that Debian has installed here, or why a test cannot run. With HEXAOPS_REQUIRE_REAL=1 the absence is
 * an error.
 */
export function findPrograms(): Programs | { readonly missing: string } {
  const newest = globSync('/usr/lib/postgresql/*/bin')
    .sort((left, right) => left.localeCompare(right, 'en', { numeric: true }))
    .at(-1);
  try {
    if (newest === undefined) throw new Error('there is no /usr/lib/postgresql');
    const programs = {
      initdb: join(newest, 'initdb'),
      pgCtl: join(newest, 'pg_ctl'),
      postgres: join(newest, 'postgres'),
    };
    for (const program of Object.values(programs)) accessSync(program, constants.X_OK);
    return programs;
  } catch (cause) {
    const missing = `No Postgres: run ${INSTALL}.`;
    if (process.env['HEXAOPS_REQUIRE_REAL'] === '1') throw new Error(missing, { cause });
    return { missing };
  }
}
