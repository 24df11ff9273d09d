import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createScriptedModel, type RecordingModel } from '@hexaops/core/testing';
import { createMemory } from '../memory.ts';
import { readTool, runWith, type RunOptions, supervisedModel, supervisor, usage } from './runs.ts';

/** Stands in everything that a run holds: it must be printed nowhere. */
const canary = 'CANARY-5f1e';

/** Every way in which a run ends or fails, one after the other. */
const failure = new Error(`refused: ${canary}`);
const call = { tools: [{ name: 'read', input: { secret: canary } }], usage };
const folder = await mkdtemp(join(tmpdir(), 'hexaops-mastra-'));
const memory = createMemory({ sqlite: join(folder, 'memory.sqlite') });
await writeFile(join(folder, 'broken.sqlite'), canary.repeat(500));
const broken = createMemory({ sqlite: join(folder, 'broken.sqlite') });
const conversation = { workspace: canary, subject: canary, session: canary };
const failing = readTool(() => Promise.reject(failure));
const runs: readonly (readonly [RecordingModel, RunOptions?])[] = [
  [createScriptedModel([call, { text: canary, usage }])],
  [createScriptedModel([call, { text: canary, usage }]), { tools: [failing] }],
  [createScriptedModel([{ error: failure }])],
  [createScriptedModel([call, { error: failure }])],
  [createScriptedModel(() => call), { maximumSteps: 2 }],
  [createScriptedModel([{ tools: [{ name: canary, input: {} }] }, { text: canary }])],
  [createScriptedModel([{ text: canary, finish: 'content-filter' }])],
  [createScriptedModel([{ hangs: true }]), { signal: AbortSignal.timeout(50) }],
  [supervisedModel({ prompt: canary }), { agents: { watcher: supervisor } }],
  [supervisedModel({ prompt: canary }, () => ({ error: failure })), { agents: { watcher: supervisor } }],
  [supervisedModel({ prompt: 7 }), { agents: { watcher: supervisor }, maximumSteps: 3 }],
  [createScriptedModel([call, { text: canary }]), { memory: () => memory, conversation }],
  [createScriptedModel([call, { text: canary }]), { memory: () => broken, conversation }],
];
const ends: string[] = [];
for (const [model, options] of runs) {
  const end = await runWith(model, { instructions: canary, task: canary, ...options }).then(
    ({ finish }) => finish,
    () => 'failed',
  );
  ends.push(end);
}
await rm(folder, { recursive: true });
process.stdout.write(`${ends.join(' ')}\n`);
if (process.argv.includes('--control')) {
  console.error(canary);
  await fetch('http://192.0.2.1/').catch(() => undefined);
}
process.exit(0);
