const binary = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

/** A value of a series in its unit, short: `1.5 GiB`, `12 %`, `340 ms`. */
export function amount(value: number, unit: string | undefined): string {
  switch (unit) {
    case 'bytes': {
      const power = Math.max(0, Math.min(binary.length - 1, Math.floor(Math.log2(Math.abs(value) || 1) / 10)));
      return `${short(value / 1024 ** power)} ${binary[power]}`;
    }
    case 'share':
      return `${short(value * 100)} %`;
    case 'seconds':
      return Math.abs(value) < 1 && value !== 0 ? `${short(value * 1_000)} ms` : `${short(value)} s`;
    case 'per second':
      return `${short(value)}/s`;
    default:
      return unit === undefined ? short(value) : `${short(value)} ${unit}`;
  }
}

function short(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: 3 });
}
