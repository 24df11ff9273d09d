import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the service of a case keeps its state: a file of SQLite's, or a database of Postgres. */
export type Place = { readonly path: string } | { readonly url: string };

/** `scale` is the smallest worker that changes something: a service with it starts in half the time. */
export type Worker = 'scale' | 'kubernetes';

const scale = fileURLToPath(new URL('../worker/index.ts', import.meta.url));

export interface CaseConfiguration {
  readonly controlPlaneUrl: string;
  readonly workspace: string;
  readonly place: Place;
  readonly worker: Worker;
}

/** Writes the service's configuration into the directory. Gives the file. */
export async function writeConfiguration(directory: string, given: CaseConfiguration): Promise<string> {
  const { controlPlaneUrl, workspace, place, worker } = given;
  const file = join(directory, 'hexaops.yaml');
  await mkdir(directory, { recursive: true });
  await writeFile(
    file,
    JSON.stringify({
      // Many cases and a hundred approvals at once: neither speed nor what one person may have is tested here.
      server: { host: '127.0.0.1', port: 0, shutdownSeconds: 3, limits: withoutLimits },
      logging: { level: 'fatal' },
      budget: { changeMilliseconds: 30_000 },
      plugins: [
        { use: '@hexaops/auth-jwt', config: { jwksUrl: `${controlPlaneUrl}/.well-known/jwks.json` } },
        { use: '@hexaops/control-plane', config: { url: controlPlaneUrl, timeoutMilliseconds: 20_000 } },
        worker === 'scale'
          ? { use: relative(directory, scale) }
          : {
              use: '@hexaops/worker-kubernetes',
              config: { source: 'control-plane', namespaces: { [workspace]: [workspace] } },
            },
        { use: '@hexaops/store-sql', config: place },
      ],
    }),
  );
  return file;
}

const withoutLimits = {
  subjectRequestsPerMinute: 0,
  workspaceRequestsPerMinute: 0,
  subjectRunsPerMinute: 0,
  subjectRuns: 0,
  workspaceRuns: 0,
  subjectStreams: 0,
  failedAuthenticationsPerMinute: 0,
  eventLoopMilliseconds: 0,
};
