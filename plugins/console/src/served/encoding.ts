import type { PageFile } from './page.ts';

/** The smallest that the client takes and the file has. A weight of 0 is a refusal. */
export function chooseEncoding(accepted: string, file: PageFile): 'br' | 'gzip' | undefined {
  const taken = new Set(
    accepted
      .split(',')
      .map((part) => part.trim().toLowerCase())
      .filter((part) => !/;\s*q=0(\.0*)?$/.test(part))
      .map((part) => part.split(';')[0]?.trim()),
  );
  return (['br', 'gzip'] as const).find((name) => taken.has(name) && file[name] !== undefined);
}
