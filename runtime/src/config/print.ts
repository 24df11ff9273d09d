import { stringify } from 'yaml';
import type { LoadedConfig } from './load.ts';
import { isSecretKey } from './secret-key.ts';
import { sourceOf } from './sources.ts';

const redacted = '[redacted]';

/**
 * The configuration as YAML, for people. Left out is what came from a secret file or through a reference, whatever has
 * the name of a secret, and the password in a URL.
 */
export function printConfig({ config, sources }: Pick<LoadedConfig, 'config' | 'sources'>): string {
  const shown = (value: unknown, path: readonly string[]): unknown => {
    if (sourceOf(sources, path)?.secret === true) return redacted;
    if (Array.isArray(value)) return value.map((item, index) => shown(item, [...path, String(index)]));
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shown(item, [...path, key])]));
    }
    if (typeof value !== 'string') return value;
    if (isSecretKey(path.at(-1) ?? '')) return redacted;
    return value.replaceAll(/(:\/\/[^/@\s:]*):[^/@\s]*@/g, `$1:${redacted}@`);
  };
  return stringify(shown(config, []));
}
