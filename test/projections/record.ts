import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import {
  type Caller,
  CallerToken,
  createEngine,
  definePlugin,
  llmProviderPoint,
  type ModelExchange,
  type RunEvent,
  storePoint,
} from '@hexaops/core';
import { auditOf, collect, createMemoryStore, createScriptedModel, lastOf, providerOf } from '@hexaops/core/testing';
import controlPlanePlugin from '@hexaops/control-plane';
import { createControlPlane } from '@hexaops/example-control-plane';
import workerKubernetes from '@hexaops/worker-kubernetes';
import { type RecordedRun, recordedFile } from './recorded-run.ts';

/**
 * Records a run anew, for when events change: somebody asks about the incident of the example in words that no rule knows, a
 * model plans and words the answer, a change is proposed, approved and made. Run it by hand; every golden file is to be read again afterwards.
 */
const bundle = fileURLToPath(new URL('../../examples/control-plane/incident', import.meta.url));
const store = createMemoryStore();
const events: RunEvent[] = [];
const exchanges: ModelExchange[] = [];
const began = Date.UTC(2026, 0, 15, 10);
let milliseconds = began;
await using controlPlane = await createControlPlane({ cluster: { kind: 'recorded', directory: bundle, asOf: began } });

const recorder = definePlugin({
  register(api) {
    api.contribute(storePoint, store);
    const model = createScriptedModel([
      {
        object: {
          task: 'find out what is wrong',
          steps: [{ id: 'all', tool: 'diagnose-workspace', arguments: {}, needs: [] }],
        },
        usage: { input: 1_200, output: 40 },
      },
      { text: 'The selector of the service matches no pod [e1].', usage: { input: 900, output: 12 } },
      { text: 'The selector was changed [e1].', usage: { input: 950, output: 8 } },
    ]);
    api.contribute(llmProviderPoint, providerOf(model, { id: 'house' }));
    api.tap('runEvent', (event) => void events.push(event));
    api.tap('modelCalled', (exchange) => void exchanges.push(exchange));
  },
});

await using engine = await createEngine({
  plugins: [
    { use: controlPlanePlugin, config: { url: controlPlane.url } },
    { use: workerKubernetes, config: { source: 'control-plane', namespaces: { shop: ['shop'] } } },
    recorder,
  ],
  config: { models: { default: 'house/words', rounds: 0 } },
  // A clock of its own: every look at it takes three milliseconds.
  now: () => (milliseconds += 3),
});
const alice = async (): Promise<Caller> => ({
  subject: 'alice',
  workspace: 'shop',
  organizations: ['acme'],
  roles: undefined,
  permissions: undefined,
  token: new CallerToken(await controlPlane.makeToken({ user: 'alice', workspace: 'shop' }), Date.UTC(2100, 0)),
});
const asked = await collect(engine.ask(await alice(), { message: 'tell me something about it all, would you' }));
console.error(asked.map(({ type }) => type).join(' '));
const { id, hash } = lastOf(asked, 'approval-required').approval;
const made = await collect(engine.decide(await alice(), { id, hash, decision: 'approve' }));
console.error(made.map(({ type }) => type).join(' '));
const recorded: RecordedRun = { events, exchanges, audit: await auditOf(store) };
await writeFile(recordedFile, `${JSON.stringify(recorded, null, 2)}\n`);
