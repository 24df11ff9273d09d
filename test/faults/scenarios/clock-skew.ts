import { atLeast, exactly } from '../frame/figure.ts';
import type { Fault } from '../frame/fault.ts';
import { VirtualClock } from '../frame/virtual-clock.ts';
import { TokenStage } from '../stage/token-stage.ts';

/** What the clocks may differ by, in milliseconds. */
const leeway = 2_000;
const lifetime = 10_000;

/** The control plane's clock is wrong by up to a minute, runs away and is set back; tokens come fresh, late and again. */
export const clockSkew: Fault = {
  name: 'clock-skew',
  title: 'clock skew',
  async run(random) {
    const own = new VirtualClock(Date.UTC(2026, 0, 15, 12));
    let skew = 0;
    const minting = { now: () => own.now() + skew };
    await using stage = await TokenStage.open(own, { minting });
    let [beyond, within, sent] = [0, 0, 0];
    for (let round = 0; round < 1_500; round++) {
      skew = random.chance(0.6) ? random.between(-5_000, 5_000) : random.between(-60_000, 60_000);
      // The control plane writes whole seconds.
      const issued = Math.floor(minting.now() / 1000) * 1000;
      const token = await stage.mint();
      const before = own.now();
      own.advance(random.chance(0.5) ? random.between(0, 500) : random.between(0, 15_000));
      const isDue = issued <= own.now() + leeway && own.now() < issued + lifetime + leeway;
      const isAccepted = (await stage.verdicts(token))[0] === 'accepted';
      if (isAccepted && !isDue) beyond += 1;
      if (!isAccepted && isDue) within += 1;
      sent += 1;
      // The service's own clock is set back at times: what has ended must not begin again beyond its window.
      if (random.chance(0.1)) own.advance(before - own.now() - random.between(0, 3_000));
    }
    return [
      exactly('tokens accepted beyond the leeway of 2 s', beyond, 0),
      exactly('tokens refused within it', within, 0),
      atLeast('tokens sent', sent, 1_500),
    ];
  },
};
