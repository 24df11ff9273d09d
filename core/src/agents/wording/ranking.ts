import { fitting } from '../../run/bytes.ts';
import type { RankedFinding } from '../../run/finding.ts';
import type { RunState } from '../../run/state.ts';
import { likeliestFirst } from './findings.ts';

/** How much an answer says of the order of its findings: their number, and bytes as JSON in UTF-8. */
const most = { findings: 200, bytes: 32_768 };

/** The order that the words of an answer are made by, as the answer carries it: nothing where nothing was found. */
export function rankingOf({ findings, relations }: Pick<RunState, 'findings' | 'relations'>): {
  readonly ranking?: readonly RankedFinding[];
} {
  if (findings.length === 0) return {};
  const placed = findings.map((finding, index) => ({ ...finding, place: index + 1 }));
  const ranked = likeliestFirst(placed, relations)
    .slice(0, most.findings)
    .map(({ place, symptomOf }): RankedFinding => ({
      finding: place,
      ...(symptomOf === undefined ? {} : { symptomOf }),
    }));
  return { ranking: fitting(ranked, most.bytes) };
}
