/** Undefined where an RSA key of modulus `n` and exponent `e` may verify tokens; else what is wrong with it. */
export function weaknessOfRsa(modulus: bigint, exponent: bigint): string | undefined {
  const bits = modulus.toString(2).length;
  if (bits < 2048) return `RSA of ${bits} bits, 2048 are the least`;
  if (bits > 8192) return `RSA of ${bits} bits, 8192 are the most`;
  if (exponent < 3n || exponent % 2n === 0n) return 'RSA whose public exponent is even or less than 3';
  if (exponent >= 1n << 64n) return 'RSA whose public exponent has more than 64 bits';
  if (smallPrimes.some((prime) => modulus % BigInt(prime) === 0n)) return 'RSA whose modulus has a small factor';
  if (isRoca(modulus)) return 'RSA made by a device with CVE-2017-15361 (ROCA)';
  return undefined;
}

/** The primes to 167: the divisors of the primorial that the flawed library used for keys of up to 4096 bits, and 2. */
const smallPrimes = [
  2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107, 109,
  113, 127, 131, 137, 139, 149, 151, 157, 163, 167,
];

/** For each small prime, what 65537 generates modulo it. */
const subgroups: ReadonlyMap<number, ReadonlySet<number>> = new Map(
  smallPrimes.slice(1).map((prime) => [prime, generatedBy(65537 % prime, prime)]),
);

/**
 * The fingerprint of Nemec, Sys, Svenda, Klinec and Matyas, "The Return of Coppersmith's Attack" (ACM CCS 2017),
 * section 2.2: the flawed library makes primes k * M + (65537^a mod M), M a primorial, so that modulo every prime that
 * divides M the modulus is a power of 65537. A sound modulus has that property with a probability of about 2^-28.
 */
function isRoca(modulus: bigint): boolean {
  return [...subgroups].every(([prime, subgroup]) => subgroup.has(Number(modulus % BigInt(prime))));
}

function generatedBy(generator: number, modulus: number): ReadonlySet<number> {
  const elements = new Set<number>();
  for (let element = 1; !elements.has(element); element = (element * generator) % modulus) elements.add(element);
  return elements;
}
