import { atLeast, exactly } from '../frame/figure.ts';
import type { Fault } from '../frame/fault.ts';
import { VirtualClock } from '../frame/virtual-clock.ts';
import { TokenStage } from '../stage/token-stage.ts';

/** A token lives 10 s and may be 2 s late: a key that signed one must be published that long after the next has taken over. */
const leastOverlap = 13_000;
const halfAnHour = 1_800_000;

/** The control plane changes its signing key again and again within half an hour; strangers' tokens come in between. */
export const jwksRotated: Fault = {
  name: 'jwks-rotated',
  title: 'JWKS rotated',
  async run(random) {
    const clock = new VirtualClock(Date.UTC(2026, 0, 15, 12));
    await using stage = await TokenStage.open(clock);
    const end = clock.now() + halfAnHour;
    let rotateAt = clock.now() + random.between(1_000, 60_000);
    let dropAt = Infinity;
    let recent: { readonly token: string; readonly until: number }[] = [];
    const verdicts: string[] = [];
    const strangers: string[] = [];
    let rotations = 0;
    while (clock.now() < end) {
      clock.advance(random.between(50, 4_000));
      if (clock.now() >= dropAt) {
        stage.controlPlane.dropOldKeys();
        dropAt = Infinity;
      }
      if (clock.now() >= rotateAt) {
        await stage.controlPlane.rotateKeys();
        rotations += 1;
        dropAt = clock.now() + random.between(leastOverlap, 60_000);
        rotateAt = clock.now() + (random.chance(0.2) ? random.between(500, 5_000) : random.between(30_000, 300_000));
      }
      recent = recent.filter(({ until }) => clock.now() < until);
      recent.push({ token: await stage.mint(), until: clock.now() + 10_000 });
      if (random.chance(0.2)) strangers.push(...(await stage.verdicts(await stage.mint({ key: 'foreign' }))));
      const sent = random.shuffled(recent).slice(0, 4);
      verdicts.push(...(await stage.verdicts(...sent.map(({ token }) => token))));
    }
    const refused = verdicts.filter((verdict) => verdict !== 'accepted').length;
    const accepted = strangers.filter((verdict) => verdict === 'accepted').length;
    return [
      exactly('valid tokens refused', refused, 0),
      exactly('tokens of a foreign key accepted', accepted, 0),
      atLeast('valid tokens sent', verdicts.length, 1_000),
      atLeast('rotations in half a virtual hour', rotations, 5),
    ];
  },
};
