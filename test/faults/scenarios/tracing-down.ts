import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Caller, createEngine, definePlugin, type Engine } from '@hexaops/core';
import traceLangfuse from '@hexaops/trace-langfuse';
import { FakeLangfuse, type Mood } from '@hexaops/trace-langfuse/testing';
import workerKubernetes from '@hexaops/worker-kubernetes';
import type { Extent, Fault } from '../frame/fault.ts';
import { atLeast, atMost, exactly } from '../frame/figure.ts';
import { percentile, percentileBounds } from '../frame/percentile.ts';
import { ServiceStage } from '../stage/service-stage.ts';

const bundle = fileURLToPath(new URL('../../../examples/control-plane/incident', import.meta.url));
const rounds: Readonly<Record<Extent, number>> = { small: 400, full: 1_000 };
const question = 'what is wrong?';
const caller: Caller = {
  subject: 'alice',
  workspace: 'shop',
  organizations: [],
  roles: undefined,
  permissions: undefined,
  token: undefined,
};

/** What a sink of traces does at each event of a run when what it writes to is down. */
const sinks = {
  hanging: () => new Promise<void>(() => undefined),
  throwing: (): never => {
    throw new Error('no route to host');
  },
  rejecting: () => delay(1).then(() => Promise.reject(new Error('connection refused'))),
  slow: () => delay(2_000, undefined, { ref: false }),
} as const;
/** What Langfuse itself does, behind the real plugin. */
const langfuses = {
  'langfuse hanging': 'hangs',
  'langfuse refusing': 'refuses',
  'langfuse failing': 'fails',
} as const satisfies Readonly<Record<string, Mood>>;
type Sink = keyof typeof sinks | keyof typeof langfuses;

/**
 * A sink of traces taps the events of runs. What it does there must cost nobody anything: compared with no sink at all, side
 * by side in the same process, run by run in an order drawn by chance. There a run takes a millisecond; what the sink adds
 * is said as a share of what a person waits for, the same question through the whole service. The median tells of every
 * question. Of the 99th percentile, which a few collections of garbage make, what counts is what so many rounds can tell.
 */
export const tracingDown: Fault = {
  name: 'tracing-down',
  title: 'tracing down or hanging',
  async run(random, extent) {
    await using engines = new AsyncDisposableStack();
    const plain = engines.use(await engineWith(undefined));
    const names = [...Object.keys(sinks), ...Object.keys(langfuses)] as Sink[];
    const seen = { events: 0 };
    const tapped = new Map<Sink, Engine>();
    for (const name of names) {
      const langfuse = engines.use(await FakeLangfuse.start());
      if (isLangfuse(name)) langfuse.mood = langfuses[name];
      tapped.set(name, engines.use(await engineWith(name, seen, langfuse)));
    }
    const times = new Map<Sink | 'none', number[]>([...names, 'none' as const].map((name) => [name, []]));
    let failed = 0;
    for (let round = -20; round < rounds[extent]; round++) {
      for (const name of random.shuffled([...names, 'none' as const])) {
        const { milliseconds, completed } = await ask(name === 'none' ? plain : (tapped.get(name) ?? plain));
        if (round >= 0) times.get(name)?.push(milliseconds);
        if (!completed) failed += 1;
      }
    }
    const waited = await usualWait();
    const undisturbed = times.get('none') ?? [];
    const share = (milliseconds: number) => (milliseconds / waited) * 100;
    return [
      ...names.flatMap((name) => {
        const own = times.get(name) ?? [];
        const usual = percentile(own, 0.5) - percentile(undisturbed, 0.5);
        const sure = percentileBounds(own, 0.99).low - percentileBounds(undisturbed, 0.99).high;
        return [
          atMost(`median of a question more, the sink ${name}`, share(usual), 5, '%'),
          atMost(`p99 of a question more, of which one can be sure, the sink ${name}`, share(sure), 5, '%'),
        ];
      }),
      exactly('runs that did not complete', failed, 0),
      atLeast('events that reached a sink', seen.events, 1_000),
    ];
  },
};

function engineWith(sink: Sink | undefined, seen = { events: 0 }, langfuse?: FakeLangfuse): Promise<Engine> {
  const tracing = definePlugin({
    register(api) {
      if (sink === undefined) return;
      api.tap('runEvent', () => {
        seen.events += 1;
        return isLangfuse(sink) ? undefined : sinks[sink]();
      });
    },
  });
  const keys = { publicKey: 'pk-lf-test', secretKey: 'sk-lf-test', flushSeconds: 0.1 };
  const real = { use: traceLangfuse, config: { ...keys, baseUrl: langfuse?.url } };
  return createEngine({
    plugins: [
      { use: workerKubernetes, config: { source: 'bundle', bundle } },
      tracing,
      ...(sink !== undefined && isLangfuse(sink) ? [real] : []),
    ],
    config: { drainMilliseconds: 100 },
  });
}

function isLangfuse(sink: Sink): sink is keyof typeof langfuses {
  return Object.hasOwn(langfuses, sink);
}

/** By the time that passes: a kernel may count the processor time of a thread in ticks of 4 ms, more than a run takes. */
async function ask(engine: Engine) {
  const started = performance.now();
  let completed = false;
  for await (const event of engine.ask(caller, { message: question })) {
    if (event.type === 'run-finished') completed = event.status === 'completed';
    // Without a control plane nothing can be approved, and a proposal ends the work.
    if (event.type === 'approval-required') completed = true;
  }
  return { milliseconds: performance.now() - started, completed };
}

/** Milliseconds, the median. */
async function usualWait(): Promise<number> {
  await using stage = await ServiceStage.open();
  const client = await stage.client();
  const waits: number[] = [];
  for (let round = 0; round < 25; round++) {
    const started = performance.now();
    await client.stream({ message: question });
    if (round >= 5) waits.push(performance.now() - started);
  }
  return percentile(waits, 0.5);
}
