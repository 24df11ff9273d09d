import type { EvidenceDraft } from '@hexaops/core';
import type { Grouped } from '../templates/group-lines.ts';

export function servicesOf(services: readonly string[]): string {
  const shown = services.slice(0, 4).join(', ');
  return services.length > 4 ? `${shown} and ${services.length - 4} more` : shown;
}

/** What of a grouping is not shown, or was not read. */
export function leftOutOf({ oneIn, tally }: Grouped, hidden: number): Pick<EvidenceDraft, 'truncated' | 'omitted'> {
  const reasons = [
    ...(oneIn > 1
      ? [`one line in ${oneIn} was read, so that counts are about right and what is rare may be missing`]
      : []),
    ...(hidden > 0 ? [`${hidden} kinds that are less frequent`] : []),
    ...(tally.dropped > 0 ? [`${tally.dropped} lines of kinds too many to be kept`] : []),
  ];
  if (reasons.length === 0) return {};
  return { truncated: true, omitted: `${reasons.join('; ')}: ask for a shorter time, a level or a service` };
}
