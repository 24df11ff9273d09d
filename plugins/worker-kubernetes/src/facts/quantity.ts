const factors: Readonly<Record<string, number>> = {
  '': 1,
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

const sizes: readonly (readonly [string, number])[] = [
  ['Ti', 2 ** 40],
  ['Gi', 2 ** 30],
  ['Mi', 2 ** 20],
  ['Ki', 2 ** 10],
];

/** Bytes as a person reads them, to a tenth: `512Mi`, `1.5Gi`, `100 bytes`. */
export function memoryInWords(bytes: number): string {
  const [unit, size] = sizes.find(([, least]) => bytes >= least) ?? [' bytes', 1];
  return `${rounded(bytes / size, 10)}${unit}`;
}

/** Cores as a person reads them: `64 cores`, `1.5 cores`, `250 millicores`. */
export function cpuInWords(cores: number): string {
  if (cores > 0 && cores < 1) return `${rounded(cores * 1000, 1)} millicores`;
  return cores === 1 ? '1 core' : `${rounded(cores, 1000)} cores`;
}

function rounded(value: number, parts: number): number {
  return Math.round(value * parts) / parts;
}

/** A Kubernetes quantity (`200m`, `1Gi`, `2e3`) in its base unit: cores, bytes, pieces. Undefined for what is none. */
export function parseQuantity(text: unknown): number | undefined {
  if (typeof text === 'number') return text;
  if (typeof text !== 'string') return undefined;
  const found = /^([+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?)([A-Za-z]*)$/.exec(text.trim());
  if (found === null) return undefined;
  const factor = factors[found[2] ?? ''];
  const number = Number(found[1]);
  return factor === undefined || Number.isNaN(number) ? undefined : number * factor;
}
