import { type Caller, createEngine } from '@hexaops/core';
import workerKubernetes from '@hexaops/worker-kubernetes';

/** What is wrong in a recorded cluster, in words: the engine inside a service of your own. */
export async function explain(bundle: string, question: string): Promise<string> {
  await using engine = await createEngine({
    plugins: [{ use: workerKubernetes, config: { source: 'bundle', bundle } }],
  });
  const caller: Caller = {
    subject: 'night-shift',
    workspace: 'shop',
    organizations: [],
    roles: undefined,
    permissions: undefined,
    token: undefined,
  };
  let answer = '';
  for await (const event of engine.ask(caller, { message: question })) {
    if (event.type === 'answer') answer = event.text;
  }
  return answer;
}
