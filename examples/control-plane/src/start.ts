import { relative } from 'node:path';
import { buildPageWhereChanged } from '@hexaops/console/build';
import { type Demo, startDemo } from './demo/start-demo.ts';
import { startOptions } from './demo/start-options.ts';

try {
  const options = await startOptions(process.argv.slice(2), process.env);
  await buildPageWhereChanged();
  const demo = await startDemo(options);
  console.log(welcome(demo, options.bundle));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      void demo[Symbol.asyncDispose]().then(() => process.exit(0));
    });
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(2);
}

function welcome({ url, controlPlane, workspaces: [workspace = 'shop'] }: Demo, bundle: string): string {
  const chat = `${controlPlane.url}/api/v1/ai/chat?workspace_id=${workspace}`;
  const headers = "-H 'Authorization: Bearer user:alice' -H 'Content-Type: application/json'";
  const curl = (body: object, more = '') => `  curl -sN '${chat}' ${headers}${more} -d '${JSON.stringify(body)}'`;
  return `Open in a browser          ${controlPlane.url}/sign-in/alice

Hexaops                    ${url}
Reference control plane    ${controlPlane.url}
Recorded cluster           ${relative(process.cwd(), bundle) || bundle}

Ask, as the user alice:
${curl({ message: 'what is wrong?' })}

Watch it being answered:
${curl({ message: 'what is wrong?' }, " -H 'Accept: text/event-stream'")}

Approve what it proposes, with the id and the hash of the answer's approval:
${curl({ approval: { id: 'ID', decision: 'approve', hash: 'HASH' } })}

ready`;
}
