export { parseQuantity } from '@hexaops/core';

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
