import { accessSync, constants } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

export interface Programs {
  readonly prometheus: string;
  readonly promtool: string;
  readonly nodeExporter: string;
  /** The directory of the expressions with which Prometheus tests its own language. */
  readonly corpus: string;
}

/** Debian's Prometheus, or why a test cannot run. With HEXAOPS_REQUIRE_REAL=1 the absence is an error. */
export function findPrograms(): Programs | { readonly missing: string } {
  const cache = process.env['HEXAOPS_CACHE'] ?? join(homedir(), '.cache', 'hexaops');
  const programs = {
    prometheus: '/usr/bin/prometheus',
    promtool: '/usr/bin/promtool',
    nodeExporter: '/usr/bin/prometheus-node-exporter',
    corpus: join(cache, 'promql-corpus-0.42.0'),
  };
  try {
    for (const program of Object.values(programs)) accessSync(program, constants.X_OK);
    return programs;
  } catch (cause) {
    const missing = 'No Prometheus: run test/real/prometheus/install.sh.';
    if (process.env['HEXAOPS_REQUIRE_REAL'] === '1') throw new Error(missing, { cause });
    return { missing };
  }
}
