import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadConfig, serve } from '@hexaops/runtime';
import { heldSteps } from './releasing/held-steps.ts';
import { answerParent } from '../../../bench/http/processes/answer-parent.ts';
import { measureMemory } from '../../../bench/http/processes/memory.ts';

interface Given {
  readonly controlPlane: string;
  readonly directory: string;
  readonly workspaces: readonly string[];
  /** Of `server.limits`. */
  readonly limits: Readonly<Record<string, number>>;
}

const { controlPlane, directory, workspaces, limits } = JSON.parse(process.argv[2] ?? '') as Given;
const namespaces = Object.fromEntries(workspaces.map((workspace) => [workspace, ['shop']]));
const file = join(directory, 'hexaops.json');
const plugins = [
  { use: '@hexaops/auth-jwt', config: { jwksUrl: `${controlPlane}/.well-known/jwks.json` } },
  { use: '@hexaops/control-plane', config: { url: controlPlane } },
  { use: '@hexaops/worker-kubernetes', config: { source: 'control-plane', namespaces } },
  { use: '@hexaops/store-sql', config: { path: join(directory, 'hexaops.sqlite'), sessionsPerSubject: 100_000 } },
  { use: fileURLToPath(new URL('./releasing/index.ts', import.meta.url)) },
];
await writeFile(
  file,
  JSON.stringify({
    server: { host: '127.0.0.1', port: 0, limits },
    // A run of many held steps is a long one.
    budget: { steps: 1_000, stepMilliseconds: 3_600_000, runBytes: 1_073_741_824 },
    plugins,
  }),
);
const service = await serve({ ...(await loadConfig({ file })), base: import.meta.url });

answerParent({
  url: () => service.url,
  memory: measureMemory,
  held: () => heldSteps.size,
  release: () => heldSteps.release(),
});
