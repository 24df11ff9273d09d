import { posix } from 'node:path';
import type { Header } from 'tar-stream';
import { placeInBundle } from './file.ts';
import { invalidBundle } from './invalid.ts';

/**
 * Refuses an entry that no honest archive has. Nothing would be written for it, and nothing outside of the archive read;
 * but who made it meant harm, so the rest is not to be trusted either. Troubleshoot.sh itself links its logs: a symbolic
 * link that stays inside the bundle, at a place that is not read, is let by.
 */
export function checkEntry(bundle: string, { name, type, linkname, size }: Header): void {
  const refuse = (problem: string) => invalidBundle(bundle, problem, { file: name, nextStep: harmful });
  if (name.includes('\0')) throw refuse('its path has a NUL in it');
  if (isAbsolute(name)) throw refuse('its path is absolute');
  if (climbs(name)) throw refuse('its path leads out of the archive (..)');
  if (!Number.isSafeInteger(size) || size < 0) throw refuse('its size is not a number of bytes');
  switch (type) {
    case 'file':
    case 'contiguous-file':
    case 'directory':
      return;
    case 'symlink':
      if (linkname && placeInBundle(name) === undefined && staysInside(name, linkname)) return;
      throw refuse('it is a symbolic link');
    case 'link':
      throw refuse('it is a hard link');
    default:
      throw refuse(`it is ${type ?? 'of an unknown type'}, not a file`);
  }
}

const harmful = 'do not use this archive; collect the bundle again from the cluster';

function isAbsolute(path: string): boolean {
  return /^([/\\]|[A-Za-z]:)/.test(path);
}

function climbs(path: string): boolean {
  return path.split(/[/\\]/).includes('..');
}

function staysInside(path: string, target: string): boolean {
  if (isAbsolute(target) || target.includes('\\')) return false;
  const resolved = posix.join(posix.dirname(path), target);
  return resolved !== '..' && !resolved.startsWith('../');
}
