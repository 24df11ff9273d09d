import { randomFillSync } from 'node:crypto';
import type { Caller } from '../caller.ts';
import type { Owner } from '../extension/store.ts';
import { requirePerson } from '../investigations/service-caller.ts';
import { storable } from '../run/plain.ts';
import { redactorOf } from '../run/redactor.ts';

/** Drawn together, for drawing costs more by the call than by the byte. No byte is given out twice. */
const drawn = Buffer.alloc(2_048);
let given = drawn.length;

/** 128 random bits, hexadecimal. */
export function newId(): string {
  if (given === drawn.length) {
    randomFillSync(drawn);
    given = 0;
  }
  given += 16;
  return drawn.toString('hex', given - 16, given);
}

/** What is the caller's own. Raises `token-invalid` for whoever says to be the service itself. */
export function ownerOf(caller: Caller): Owner {
  requirePerson(caller);
  const { subject, workspace } = caller;
  return { subject, workspace };
}

/** Of a session, by its first message: one line of at most 80 characters, without the caller's token. */
export function titleOf(message: string, { token }: Caller): string {
  const line = redactorOf(token)(message).replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
  return storable(line.trim().slice(0, 80));
}
