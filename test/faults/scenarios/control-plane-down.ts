import type { RunEvent } from '@hexaops/core';
import { eventsOf, lastOf } from '@hexaops/core/testing';
import { atMost, exactly, type Figure } from '../frame/figure.ts';
import type { Fault } from '../frame/fault.ts';
import type { Random } from '../frame/random.ts';
import { ServiceStage } from '../stage/service-stage.ts';

/** How it is down: it cuts, it refuses, it answers nothing, nobody listens. */
const ways = ['destroy', 'unavailable', 'hang', 'closed'] as const;
type Way = (typeof ways)[number];

/** Longer than anything waits for an answer. */
const forever = 600_000;

export const controlPlaneDown: Fault = {
  name: 'control-plane-down',
  title: 'control plane down',
  async run(random) {
    await using stage = await ServiceStage.open();
    const before: number[] = [];
    const underWay: number[] = [];
    let [assumed, done] = [0, 0];
    // Another one each time: nothing is asked of a number that there is already.
    let replicas = 5;
    for (const way of random.shuffled(ways)) {
      const refused = await change(stage, replicas++, () => bringDown(stage, way));
      before.push(refused.milliseconds);
      done += refused.effects;
      assumed += untrue(refused);
      const sent = await change(stage, replicas++, () => bringDownAtOperation(stage, way, random));
      underWay.push(sent.milliseconds);
      assumed += untrue(sent);
    }
    const after = await change(stage, replicas, async () => undefined);
    return figures(before, underWay, done, assumed, after);
  },
};

function figures(
  before: readonly number[],
  underWay: readonly number[],
  done: number,
  assumed: number,
  after: Change,
): readonly Figure[] {
  return [
    atMost('a change is refused within', Math.max(...before), 2_000, 'ms'),
    exactly('changes made of those that were refused', done, 0),
    atMost('a change under way is said to be unknown within', Math.max(...underWay), 14_000, 'ms'),
    exactly('changes said to be made, or not made, that were not', assumed, 0),
    exactly('changes made when it is up again', after.outcome === 'applied' ? after.effects : Number.NaN, 1),
  ];
}

interface Change {
  readonly milliseconds: number;
  /** What the run says of it; undefined where it says that nothing was sent. */
  readonly outcome: 'applied' | 'not-applied' | 'unknown' | undefined;
  readonly effects: number;
}

/** Asks for a change, lets `fault` come, approves, and reads to the end. The control plane is up again afterwards. */
async function change(stage: ServiceStage, replicas: number, fault: () => Promise<void>): Promise<Change> {
  const { controlPlane } = stage;
  const user = await stage.client();
  const asked = await user.stream({ message: `scale storefront to ${replicas}` });
  if (eventsOf(asked, 'approval-required').length === 0) console.error(JSON.stringify(asked.slice(-2)));
  const { id, hash } = lastOf(asked, 'approval-required').approval;
  const effects = controlPlane.state.operations.length;
  await fault();
  const started = performance.now();
  const events = await user.stream({ approval: { id, decision: 'approve', hash } });
  const milliseconds = performance.now() - started;
  await bringUp(stage);
  return { milliseconds, outcome: outcomeOf(events), effects: controlPlane.state.operations.length - effects };
}

function outcomeOf(events: readonly RunEvent[]): Change['outcome'] {
  return eventsOf(events, 'operation-finished').at(-1)?.outcome;
}

/** 1 where what is said is not what is. */
function untrue({ outcome, effects }: Change): number {
  if (outcome === 'unknown') return 0;
  return (outcome === 'applied') === (effects === 1) ? 0 : 1;
}

async function bringDown({ controlPlane }: ServiceStage, way: Way): Promise<void> {
  if (way === 'hang') controlPlane.switches.slow(forever);
  else if (way === 'closed') await controlPlane.close();
  else controlPlane.switches.down(way, ['internal']);
}

/** Up until the change is sent: it is carried out or not, its answer is lost, and nothing answers any more. */
async function bringDownAtOperation(stage: ServiceStage, way: Way, random: Random): Promise<void> {
  const { switches } = stage.controlPlane;
  switches.failNextOperation(random.pick(['before', 'after']));
  const take = switches.takeOperationFailure.bind(switches);
  switches.takeOperationFailure = () => {
    switches.takeOperationFailure = take;
    void bringDown(stage, way);
    return take();
  };
}

async function bringUp({ controlPlane }: ServiceStage): Promise<void> {
  controlPlane.switches.reset();
  await controlPlane.listen();
}
