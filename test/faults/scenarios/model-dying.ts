import { setTimeout as delay } from 'node:timers/promises';
import { llmProviderPoint, storedEvents, type RunEvent } from '@hexaops/core';
import type { RuleSet } from '@hexaops/core/rules';
import { eventsOf } from '@hexaops/core/testing';
import { atLeast, atMost, exactly } from '../frame/figure.ts';
import type { Fault } from '../frame/fault.ts';
import type { Random } from '../frame/random.ts';
import { VirtualClock } from '../frame/virtual-clock.ts';
import { type EngineStage, openEngineStage } from '../stage/engine-stage.ts';
import { type Behaviour, behaviours, FakeOllama } from '../stage/fake-ollama.ts';
import { ollamaProvider } from '../stage/ollama-model.ts';

/**
 * How long a model may take to begin, where it may have to be loaded: the operator's to say. What has begun and falls silent
 * is noticed by the default.
 */
const firstChunkMilliseconds = 3_000;
/** Of a whole call: nothing here is noticed by it. */
const milliseconds = 60_000;
const marks = { first: 'the first node', second: 'the second node' };
/** Nothing that rules know, so that a model makes the plan and words the answer. */
const question = 'is it all fine over there';

/** The model makes a plan and words an answer; its node dies in one of the two calls; there is another node, or there is none. */
export const modelDying: Fault = {
  name: 'model-dying',
  title: 'the model dying mid-stream',
  async run(random) {
    const deaths = random.shuffled(behaviours.filter((behaviour) => behaviour !== 'healthy'));
    const all = { failedOver: 0, unfinished: 0, untyped: 0, repeated: 0, leaked: 0, open: 0, waits: [0] };
    for (const behaviour of deaths) {
      const withSecond = await story(random, behaviour, true);
      const alone = await story(random, behaviour, false);
      all.failedOver += withSecond.answeredBySecond ? 1 : 0;
      for (const told of [withSecond, alone]) {
        all.unfinished += told.finished ? 0 : 1;
        all.untyped += told.typed ? 0 : 1;
        all.repeated += told.repeated;
        all.leaked += told.leaked ? 1 : 0;
        all.open += told.open;
        all.waits.push(told.wait);
      }
    }
    return [
      exactly('deaths after which another node went on', all.failedOver, deaths.length),
      exactly('deaths without a typed error in the events', all.untyped, 0),
      atMost('a typed error comes after', Math.max(...all.waits), 5_000, 'ms'),
      exactly('runs that did not come to their end', all.unfinished, 0),
      exactly('steps, plans and answers twice', all.repeated, 0),
      exactly('answers with words of the node that died', all.leaked, 0),
      exactly('calls that are still open at a node which was given up', all.open, 0),
      atLeast('deaths', deaths.length, 7),
    ];
  },
};

interface Told {
  readonly finished: boolean;
  readonly typed: boolean;
  /** Milliseconds from the death to its event. */
  readonly wait: number;
  readonly repeated: number;
  readonly leaked: boolean;
  /** Calls that the node believes it still has. */
  readonly open: number;
  readonly answeredBySecond: boolean;
}

async function story(random: Random, behaviour: Behaviour, hasSecond: boolean): Promise<Told> {
  await using first = await FakeOllama.start();
  await using second = await FakeOllama.start();
  first.answer = (prompt) => answerOf(prompt, marks.first);
  second.answer = (prompt) => answerOf(prompt, marks.second);
  await using stage = await open(first, second, hasSecond);
  const diesAt = random.pick([1, 2]);
  const events: RunEvent[] = [];
  let wait = 0;
  first.behaviour = diesAt === 1 ? behaviour : 'healthy';
  for await (const event of storedEvents(stage.engine.ask(await stage.caller(), { message: question }))) {
    events.push(event);
    if (event.type === 'model-called' && event.error !== undefined && first.diedAt !== undefined)
      wait = performance.now() - first.diedAt;
    if (event.type === 'plan-made') first.behaviour = diesAt === 2 ? behaviour : 'healthy';
  }
  const failed = eventsOf(events, 'model-called').filter(({ error }) => error !== undefined);
  const answers = eventsOf(events, 'answer');
  const text = answers.map((answer) => answer.text).join('\n');
  return {
    finished: eventsOf(events, 'run-finished').some(({ status }) => status === 'completed'),
    typed: failed.some(({ error }) => error?.code === 'model-unavailable' || error?.code === 'deadline-exceeded'),
    wait,
    repeated: timesTooMany(events),
    leaked: text.includes(marks.first) && diesAt === 2,
    open: await openAfterAll(first),
    answeredBySecond: eventsOf(events, 'model-called').some(
      ({ model, error }) => model.startsWith('second/') && error === undefined,
    ),
  };
}

/** A node learns of a connection's end a moment later. */
async function openAfterAll(node: FakeOllama): Promise<number> {
  for (let tries = 0; node.open > 0 && tries < 200; tries++) await delay(10);
  return node.open;
}

/** A plan of one read, then words about what it brought. */
function answerOf(prompt: string, mark: string): string {
  const step = { id: 's1', tool: 'list-nodes', arguments: {}, needs: [] };
  if (prompt.includes('- list-nodes')) return JSON.stringify({ task: `as ${mark} says`, steps: [step] });
  return `Node is what the evidence shows [e1]. It is there, says ${mark} [e1].`;
}

function timesTooMany(events: readonly RunEvent[]): number {
  const steps = eventsOf(events, 'step-started').map(({ step }) => step);
  const plans = eventsOf(events, 'plan-made').length;
  const answers = eventsOf(events, 'answer').map(({ text }) => text);
  return steps.length - new Set(steps).size + Math.max(0, plans - 1) + answers.length - new Set(answers).size;
}

function open(first: FakeOllama, second: FakeOllama, hasSecond: boolean): Promise<EngineStage> {
  const fallback = hasSecond ? { fallback: [{ provider: 'second', model: 'm' }] } : {};
  const rules: RuleSet = {
    apiVersion: 'hexaops/v1',
    kind: 'RuleSet',
    stage: 'model',
    rules: [
      {
        id: 'model.first',
        match: { workspace: 'shop' },
        then: [{ use: { provider: 'first', model: 'm', ...fallback } }],
      },
    ],
  };
  return openEngineStage(new VirtualClock(Date.UTC(2026, 0, 15, 12)), {
    config: { ruleSets: [rules], models: { milliseconds, firstChunkMilliseconds } },
    register(api) {
      api.contribute(llmProviderPoint, ollamaProvider('first', first.url));
      api.contribute(llmProviderPoint, ollamaProvider('second', second.url));
    },
  });
}
