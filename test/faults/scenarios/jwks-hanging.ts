import { atLeast, atMost, exactly } from '../frame/figure.ts';
import type { Fault } from '../frame/fault.ts';
import { VirtualClock } from '../frame/virtual-clock.ts';
import { mostWithin, TokenStage } from '../stage/token-stage.ts';

const tenMinutes = 600_000;

/** The JWKS is asked for and never answers, or is refused, for ten minutes; it begins when the keys are already old. */
export const jwksHanging: Fault = {
  name: 'jwks-hanging',
  title: 'JWKS hanging',
  async run(random) {
    const clock = new VirtualClock(Date.UTC(2026, 0, 15, 12));
    await using stage = await TokenStage.open(clock, { jwksTimeoutMilliseconds: 40 });
    const verdicts = [...(await stage.verdicts(await stage.mint()))];
    const { switches } = stage.controlPlane;
    if (random.chance(0.7)) switches.hangJwks();
    else switches.down(random.pick(['destroy', 'unavailable']), ['jwks']);
    clock.advance(random.between(0, 600_000));
    const start = clock.now();
    stage.fetches.length = 0;
    const waits: number[] = [];
    while (clock.now() < start + tenMinutes) {
      clock.advance(random.between(10, 3_000));
      if (random.chance(0.3)) await stage.verdicts(await stage.mint({ key: 'foreign' }));
      const token = await stage.mint();
      const sent = performance.now();
      verdicts.push(...(await stage.verdicts(token)));
      waits.push(performance.now() - sent);
    }
    const refused = verdicts.filter((verdict) => verdict !== 'accepted').length;
    const during = [...stage.fetches];
    switches.reset();
    await stage.controlPlane.rotateKeys();
    clock.advance(30_000);
    const [after] = await stage.verdicts(await stage.mint());
    return [
      exactly('valid tokens refused', refused, 0),
      atMost('fetches of the JWKS in 10 virtual minutes', during.length, 21),
      atMost('fetches within any 30 virtual seconds', mostWithin(during, 30_000), 1),
      atMost('longest wait of a valid token', Math.max(...waits), 1_000, 'ms'),
      atLeast('valid tokens sent', verdicts.length, 300),
      exactly('tokens of a new key accepted 30 s after the end', after === 'accepted' ? 1 : 0, 1),
    ];
  },
};
