const units = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi'];

/** Cores as `250m` or `2`, bytes as `512Mi`; an empty text for nothing. */
export function formatQuantity(value: number, resource: 'cpu' | 'memory'): string {
  if (value === 0) return '';
  if (resource === 'cpu') return value % 1 === 0 ? String(value) : `${Math.round(value * 1000)}m`;
  let size = value;
  let unit = '';
  for (const next of units) {
    if (size < 1024) break;
    size /= 1024;
    unit = next;
  }
  return `${Math.round(size * 10) / 10}${unit}`;
}
