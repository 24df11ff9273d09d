import assert from 'node:assert/strict';
import { FakeLangfuse, type Mood } from '@hexaops/trace-langfuse/testing';
import { percentile } from '../../faults/frame/percentile.ts';
import { ServiceStage } from '../../faults/stage/service-stage.ts';
import type { ChatClient } from '../../support/chat.ts';
import type { Bench } from '../support/contract.ts';
import { format } from '../support/statistics.ts';

const rounds = Number(process.env['HEXAOPS_BENCH_ROUNDS'] ?? 3_000);
/** Not counted: until what is run is compiled. */
const warmUp = Math.ceil(rounds / 10);
const question = 'list the pods';

const none = 'no tracing';
const noneAgain = 'no tracing, once more';
const hanging = 'Langfuse takes the connection and never answers';
const answering = 'Langfuse answers';

const bench: Bench = async () => {
  await using services = new AsyncDisposableStack();
  const langfuse = async (mood?: Mood) => {
    const fake = services.use(await FakeLangfuse.start());
    if (mood !== undefined) fake.mood = mood;
    return fake;
  };
  const [silent, taking] = [await langfuse('hangs'), await langfuse()];
  const open = async (traces?: FakeLangfuse) => {
    const keys = { publicKey: 'pk-lf-test', secretKey: 'sk-lf-test' };
    const plugins = traces && [{ use: '@hexaops/trace-langfuse', config: { ...keys, baseUrl: traces.url } }];
    return services.use(await ServiceStage.open(plugins === undefined ? {} : { plugins })).client();
  };
  const clients = new Map([
    [none, await open()],
    [noneAgain, await open()],
    [hanging, await open(silent)],
    [answering, await open(taking)],
  ]);
  const times = await race(clients);
  assert.ok(silent.requests > 0 && taking.spans.length > rounds, 'Langfuse was told of the runs');
  const at = (name: string, share: number) => percentile(times.get(name) ?? [], share);
  const undisturbed = [none, noneAgain].flatMap((name) => times.get(name) ?? []);
  const ratio = (name: string, share: number) => at(name, share) / percentile(undisturbed, share);
  const figures = {
    p99HangingVsNone: ratio(hanging, 0.99),
    p99AnsweringVsNone: ratio(answering, 0.99),
    p99NoneVsNone: at(noneAgain, 0.99) / at(none, 0.99),
    medianHangingVsNone: ratio(hanging, 0.5),
  };
  const rows = [...clients.keys()].map((name) => `| ${name} | ${format(at(name, 0.5))} | ${format(at(name, 0.99))} |`);
  const report = `The same question over HTTP to four services, each a process of its own with a reference control plane: two without tracing,
which shows what the machine makes of nothing, and are taken together in the ratios; one whose Langfuse takes connections and never answers; one whose Langfuse takes
everything. One question at a time, each service in turn, the order turning with each round; ${rounds} rounds after ${warmUp} that are not
counted. Every answer is checked.

| service with | milliseconds: median | 99th percentile |
|---|---|---|
${rows.join('\n')}

${Object.entries(figures)
  .map(([name, value]) => `- ${name}: ${format(value)}`)
  .join('\n')}`;
  return { report, figures };
};

export default bench;

/** Milliseconds of each service. */
async function race(clients: ReadonlyMap<string, ChatClient>): Promise<ReadonlyMap<string, number[]>> {
  const contestants = [...clients];
  const times = new Map(contestants.map(([name]) => [name, new Array<number>()]));
  for (let round = -warmUp; round < rounds; round++) {
    for (let index = 0; index < contestants.length; index++) {
      const [name, client] = contestants[(index + round + warmUp) % contestants.length] ?? [];
      if (name === undefined || client === undefined) continue;
      const started = performance.now();
      const events = await client.stream({ message: question });
      if (round >= 0) times.get(name)?.push(performance.now() - started);
      assert.equal(events.at(-1)?.type, 'run-finished', name);
    }
  }
  return times;
}
