import { accessSync, constants } from 'node:fs';

export interface Programs {
  readonly alertmanager: string;
  readonly amtool: string;
  readonly prometheus: string;
}

/** Debian's Alertmanager and Prometheus, or why a test cannot run. With HEXAOPS_REQUIRE_REAL=1 the absence is an error. */
export function findPrograms(): Programs | { readonly missing: string } {
  const programs = {
    alertmanager: '/usr/bin/prometheus-alertmanager',
    amtool: '/usr/bin/amtool',
    prometheus: '/usr/bin/prometheus',
  };
  try {
    for (const program of Object.values(programs)) accessSync(program, constants.X_OK);
    return programs;
  } catch (cause) {
    const missing = 'No Alertmanager or Prometheus: run test/real/{alertmanager,prometheus}/install.sh.';
    if (process.env['HEXAOPS_REQUIRE_REAL'] === '1') throw new Error(missing, { cause });
    return { missing };
  }
}
