/** One measured number and what it must be for the criterion to hold. */
export interface Figure {
  /** What is counted or measured, in a few words. The same in every run of a fault, whatever its seed. */
  readonly criterion: string;
  readonly value: number;
  /** Of what is measured. A count has none. */
  readonly unit: string;
  readonly bound: 'at most' | 'at least' | 'exactly';
  readonly limit: number;
}

type Make = (criterion: string, value: number, limit: number, unit?: string) => Figure;

export const atMost: Make = (criterion, value, limit, unit = '') => ({
  criterion,
  value,
  unit,
  bound: 'at most',
  limit,
});
export const atLeast: Make = (criterion, value, limit, unit = '') => ({
  criterion,
  value,
  unit,
  bound: 'at least',
  limit,
});
export const exactly: Make = (criterion, value, limit, unit = '') => ({
  criterion,
  value,
  unit,
  bound: 'exactly',
  limit,
});

/** A number that is no number never holds. */
export function holds({ value, bound, limit }: Figure): boolean {
  if (bound === 'at most') return value <= limit;
  return bound === 'at least' ? value >= limit : value === limit;
}

/** Of the same criterion in several runs, the one that is nearest to failing, or fails most. */
export function worst(figures: readonly Figure[]): Figure {
  const distance = ({ value, bound, limit }: Figure) => {
    const over = bound === 'at most' ? value - limit : bound === 'at least' ? limit - value : Math.abs(value - limit);
    return Number.isNaN(over) ? Infinity : over;
  };
  return figures.reduce((left, right) => (distance(right) > distance(left) ? right : left));
}
