import { type Call, callClasses, Scheduler } from '@hexaops/llm-ollama/schedule';
import { processorSeconds } from '../support/processor-time.ts';
import { Random } from '../support/random.ts';
import { type Summary, summarize } from '../support/statistics.ts';

const nodes = 16;
const queued = 10_000;
const rounds = 9;
const perRound = 2_000;

/** Microseconds of one decision: a call ends, another comes, and the slot is given to one of the 10,000 that wait. */
export function decisionCost(): Summary {
  const random = new Random(17);
  const noLimit = { interactive: Infinity, routing: Infinity, background: Infinity };
  const scheduler = new Scheduler({ mostWaiting: queued * 2, longestWait: noLimit });
  const models = ['a', 'b', 'c'];
  let now = 0;
  let next = 0;
  const call = (): Call => ({
    id: next++,
    model: random.pick(models),
    workspace: `workspace-${random.below(50)}`,
    class: random.pick(callClasses),
    inputTokens: 200 + random.below(2_000),
    prefix: Array.from({ length: 8 }, () => random.below(400)),
    arrived: now,
  });
  for (let node = 0; node < nodes; node++) scheduler.observe(`node-${node}`, ['a', node % 2 === 0 ? 'b' : 'c'], now);
  const running: number[] = [];
  const decide = () => {
    for (const decision of scheduler.decide(now)) if (decision.kind === 'dispatch') running.push(decision.call.id);
  };
  for (let count = 0; count < queued + nodes * 8; count++) scheduler.offer(call(), now);
  decide();
  const samples: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const started = processorSeconds();
    for (let step = 0; step < perRound; step++) {
      now += 10;
      const [ended] = running.splice(random.below(running.length), 1);
      if (ended === undefined) throw new Error('nothing runs');
      scheduler.begun(ended);
      const timing = { inputTokens: 500, prefillMilliseconds: 250, outputTokens: 200, decodeMilliseconds: 5_000 };
      scheduler.finished(ended, timing, now);
      scheduler.offer(call(), now);
      decide();
    }
    samples.push(((processorSeconds() - started) / perRound) * 1e6);
  }
  if (scheduler.size < queued * 0.9) throw new Error('the queue did not stay as long as it was to be');
  return summarize(samples);
}
