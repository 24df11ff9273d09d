import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadConfig, serve } from '@hexaops/runtime';
import { processorSeconds } from '../../support/processor-time.ts';
import { heldSteps } from '../holding/held-steps.ts';
import { answerParent } from '../processes/answer-parent.ts';
import { measureMemory } from '../processes/memory.ts';

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
  { use: '@hexaops/store-sql', config: { path: join(directory, 'hexaops.sqlite') } },
  { use: fileURLToPath(new URL('../holding/index.ts', import.meta.url)) },
];
await writeFile(
  file,
  JSON.stringify({
    server: { host: '127.0.0.1', port: 0, limits },
    // A run may be held for as long as a measurement takes.
    budget: { stepMilliseconds: 3_600_000 },
    plugins,
  }),
);
const service = await serve({ ...(await loadConfig({ file })), base: import.meta.url });

answerParent({
  url: () => service.url,
  memory: measureMemory,
  processorSeconds,
  held: () => heldSteps.size,
});
