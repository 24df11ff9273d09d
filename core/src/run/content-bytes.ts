import { jsonBytes } from './bytes.ts';
import type { EvidenceContent } from './evidence.ts';

/** Of large content that is frozen. It stays what it is, and is asked for wherever something is bounded by it. */
const known = new WeakMap<EvidenceContent, number>();
/** Bytes from which on to measure it again costs more than to look here. */
const large = 4_096;

/** Bytes of a piece's content as JSON in UTF-8, which is how a run is stored and counted. */
export function bytesOf(content: EvidenceContent): number {
  let bytes = known.get(content);
  if (bytes !== undefined) return bytes;
  bytes = jsonBytes(content);
  if (bytes >= large && Object.isFrozen(content)) known.set(content, bytes);
  return bytes;
}
