const binary = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

/** A value as a person reads it: `1.5 GiB`, `12.5 %`, `350 ms`, `0.25 cores`. */
export function measured(value: number, unit: string | undefined): string {
  if (!Number.isFinite(value)) return String(value);
  switch (unit) {
    case 'bytes':
      return inBytes(value);
    case 'bytes per second':
      return `${inBytes(value)}/s`;
    case 'share':
      return `${short(value * 100)} %`;
    case 'seconds':
      return inTime(value);
    case undefined:
      return short(value);
    default:
      return `${short(value)} ${unit}`;
  }
}

function inBytes(value: number): string {
  const size = Math.abs(value);
  const power = size < 1024 ? 0 : Math.min(binary.length - 1, Math.floor(Math.log2(size) / 10));
  return `${short(value / 1024 ** power)} ${binary[power] ?? 'B'}`;
}

function inTime(seconds: number): string {
  const size = Math.abs(seconds);
  if (size > 0 && size < 0.001) return `${short(seconds * 1e6)} µs`;
  if (size > 0 && size < 1) return `${short(seconds * 1000)} ms`;
  if (size < 120) return `${short(seconds)} s`;
  if (size < 7200) return `${short(seconds / 60)} min`;
  return size < 172_800 ? `${short(seconds / 3600)} h` : `${short(seconds / 86_400)} days`;
}

/** Three digits that count, and no more: what is read is the size. */
function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
