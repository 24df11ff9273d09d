import { createHash } from 'node:crypto';

/** Keys name people: Redis gets their digest, which is also of one length whatever a name is. */
export function keyOf(name: string): string {
  return createHash('sha256').update(name).digest('base64url');
}
