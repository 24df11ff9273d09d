import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startDemo } from './demo/start-demo.ts';

const { values } = parseArgs({ options: { bundle: { type: 'string' } } });
const incident = fileURLToPath(new URL('../incident', import.meta.url));
// npm runs scripts from the repository's root; a path that a person wrote is from where they are.
const bundle = values.bundle === undefined ? incident : resolve(process.env['INIT_CWD'] ?? '.', values.bundle);
const port = (name: string, otherwise: number) => Number(process.env[name] ?? otherwise);

await readdir(join(bundle, 'cluster-resources')).catch(() => {
  console.error(`There is no support bundle at ${bundle}: a directory with "cluster-resources" is expected.`);
  process.exit(2);
});

const demo = await startDemo({ bundle, port: port('PORT', 8080), controlPlanePort: port('CONTROL_PLANE_PORT', 8081) });
const [workspace = 'shop'] = demo.workspaces;
const chat = `${demo.controlPlane.url}/api/v1/ai/chat?workspace_id=${workspace}`;
const curl = (body: object, more = '') =>
  `  curl -sN '${chat}' -H 'Authorization: Bearer user:alice' -H 'Content-Type: application/json'${more} -d '${JSON.stringify(body)}'`;
console.log(`Hexaops                    ${demo.url}
Reference control plane    ${demo.controlPlane.url}
Recorded cluster           ${relative(process.cwd(), bundle) || bundle}

Ask, as the user alice:
${curl({ message: 'what is wrong?' })}

Watch it being answered:
${curl({ message: 'what is wrong?' }, " -H 'Accept: text/event-stream'")}

Approve what it proposes, with the id from the answer:
${curl({ approval: { id: 'ID', decision: 'approve' } })}

ready`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void demo[Symbol.asyncDispose]().then(() => process.exit(0));
  });
}
