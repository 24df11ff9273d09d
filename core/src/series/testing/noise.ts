/** Series that do not change their level, and series that do: the same for the same seed, whatever the machine. */

/** Uniform in [0, 1): mulberry32. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Of mean 0 and deviation 1, by Box and Muller. */
export function normal(uniform: () => number): () => number {
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** Each value keeps `kept` of the one before it; of deviation 1. */
export function dependent(gauss: () => number, kept: number, length: number): readonly number[] {
  let value = gauss();
  return Array.from({ length }, () => (value = kept * value + Math.sqrt(1 - kept * kept) * gauss()));
}

/** One value a minute, from the epoch on. */
export function minutes(values: readonly number[]): readonly (readonly [number, number])[] {
  return values.map((value, minute) => [minute * 60_000, value] as const);
}

type Make = (length: number, uniform: () => number) => readonly number[];

/** What metrics do all day without anything having happened, by name. */
export const uneventful: Readonly<Record<string, Make>> = {
  'independent noise': (length, uniform) => plus(100, 10, dependent(normal(uniform), 0, length)),
  'noise about zero': (length, uniform) => plus(0, 10, dependent(normal(uniform), 0, length)),
  'noise that keeps half of itself': (length, uniform) => plus(100, 10, dependent(normal(uniform), 0.5, length)),
  'noise that keeps 80 % of itself': (length, uniform) => plus(100, 10, dependent(normal(uniform), 0.8, length)),
  'noise that keeps 95 % of itself': (length, uniform) => plus(100, 10, dependent(normal(uniform), 0.95, length)),
  'noise with a long tail': (length, uniform) => dependent(normal(uniform), 0, length).map((value) => Math.exp(value)),
  'counts that are mostly zero': (length, uniform) => Array.from({ length }, () => (uniform() < 0.05 ? 1 : 0)),
  'single peaks': (length, uniform) => {
    const gauss = normal(uniform);
    return Array.from({ length }, () => 100 + 5 * gauss() + (uniform() < 0.03 ? 500 * uniform() : 0));
  },
  'a random walk': (length, uniform) => {
    const gauss = normal(uniform);
    let value = 100;
    return Array.from({ length }, () => (value += 3 * gauss()));
  },
  'a wave of the day': (length, uniform) => {
    const gauss = normal(uniform);
    const [phase, waves] = [uniform() * 7, 1 + 3 * uniform()];
    return Array.from(
      { length },
      (_, at) => 100 + 50 * Math.sin(phase + (waves * 2 * Math.PI * at) / length) + 5 * gauss(),
    );
  },
  'a slow rise': (length, uniform) => {
    const gauss = normal(uniform);
    const slope = uniform();
    return Array.from({ length }, (_, at) => 100 + slope * at + 5 * gauss());
  },
};

function plus(level: number, scale: number, values: readonly number[]): readonly number[] {
  return values.map((value) => level + scale * value);
}
