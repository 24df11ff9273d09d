import { randomBytes } from 'node:crypto';
import type { Caller } from '../caller.ts';
import type { Owner } from '../extension/store.ts';
import { storable } from '../run/plain.ts';
import { redactorOf } from '../run/redactor.ts';

/** 128 random bits, hexadecimal. */
export function newId(): string {
  return randomBytes(16).toString('hex');
}

export function ownerOf({ subject, workspace }: Caller): Owner {
  return { subject, workspace };
}

/** Of a session, by its first message: one line of at most 80 characters, without the caller's token. */
export function titleOf(message: string, { token }: Caller): string {
  const line = redactorOf(token)(message).replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
  return storable(line.trim().slice(0, 80));
}
