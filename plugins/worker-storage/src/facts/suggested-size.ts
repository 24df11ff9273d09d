import type { Claim } from '../cluster/objects.ts';
import type { VolumeUsage } from '../usage/volume-usage.ts';

const gibibyte = 2 ** 30;

/** A size at which two thirds are used: whole gibibytes, and larger than what the claim asks for. */
export function suggestedSize(claim: Claim, { usedBytes, capacityBytes }: VolumeUsage): string {
  const present = Math.max(claim.requested.bytes, claim.capacity?.bytes ?? 0, capacityBytes);
  const wanted = Math.max((usedBytes * 3) / 2, present * 1.2);
  const whole = Math.ceil(wanted / gibibyte);
  return `${whole * gibibyte > present ? whole : whole + 1}Gi`;
}
