import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadConfig, serve } from '@hexaops/runtime';
import { heldSteps } from '../../http/holding/held-steps.ts';
import { answerParent } from '../../http/processes/answer-parent.ts';
import { measureMemory } from '../../http/processes/memory.ts';
import type { ReplicaSettings } from '../replica-settings.ts';

const { controlPlane, database, redis, directory, port, workspaces, limits, credential } = JSON.parse(
  process.argv[2] ?? '',
) as ReplicaSettings;
const file = join(directory, `replica-${port}.json`);
const plugins = [
  { use: '@hexaops/auth-jwt', config: { jwksUrl: `${controlPlane}/.well-known/jwks.json` } },
  { use: '@hexaops/control-plane', config: { url: controlPlane } },
  { use: '@hexaops/store-sql', config: { url: database } },
  { use: '@hexaops/jobs-postgres', config: { url: database } },
  { use: '@hexaops/limits-redis', config: { url: redis } },
  {
    use: '@hexaops/worker-kubernetes',
    config: { source: 'control-plane', namespaces: Object.fromEntries(workspaces.map((id) => [id, ['shop']])) },
  },
  { use: '@hexaops/metrics' },
  { use: fileURLToPath(new URL('../../http/holding/index.ts', import.meta.url)) },
];
await writeFile(
  file,
  JSON.stringify({
    server: { host: '127.0.0.1', port, limits, trustedProxies: ['127.0.0.1'] },
    // A run may be held for as long as a measurement takes.
    budget: { stepMilliseconds: 3_600_000 },
    alerts: { credentials: [{ token: credential }], workspaceLabel: 'workspace_id' },
    workspaces: Object.fromEntries(workspaces.map((id) => [id, { environment: 'production' }])),
    plugins,
  }),
);
const service = await serve({ ...(await loadConfig({ file })), base: import.meta.url });

answerParent({ url: () => service.url, memory: measureMemory, held: () => heldSteps.size });
