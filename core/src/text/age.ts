/** How long ago, in the two largest units as `kubectl` writes them: `45s`, `12m`, `3h5m`, `4d`. Empty for no time. */
export function ageOf(time: string | undefined, now: number): string {
  const from = Date.parse(time ?? '');
  return Number.isNaN(from) ? '' : formatAge(Math.max(0, now - from));
}

/** `milliseconds` as an age. */
function formatAge(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 120) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  if (hours < 10) return minutes % 60 === 0 ? `${hours}h` : `${hours}h${minutes % 60}m`;
  if (hours < 48) return `${hours}h`;
  return `${Math.floor(hours / 24)}d`;
}
