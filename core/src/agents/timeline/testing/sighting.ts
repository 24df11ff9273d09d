import type { Sighting } from '../sighting.ts';

/** Something that was seen of `Deployment shop/checkout`, unless told otherwise. */
export function sighting(
  seconds: number,
  kind: Sighting['kind'],
  what: string,
  rest: Partial<Sighting> = {},
): Sighting {
  const object = { kind: 'Deployment', namespace: 'shop', name: 'checkout' };
  return { at: seconds * 1000, kind, what, object, source: 'kubernetes', evidence: ['e1'], ...rest };
}
