import { createHash, randomBytes } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Change } from '../extension/tool.ts';
import type { Provenance } from './plan.ts';

/** Exactly what is approved. One changed byte gives another hash, and another hash executes nothing. */
export interface ApprovedBytes {
  readonly tool: string;
  readonly operation: string;
  readonly target: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** The step's arguments, from which the operation is made again at execution. */
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly resourceVersion: string | null;
  readonly subject: string;
  readonly workspace: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  /** 128 random bits, hexadecimal. */
  readonly nonce: string;
}

/** A step that waits for a person. Its id is also the operation's idempotency key. */
export interface Approval {
  readonly id: string;
  readonly step: string;
  /** SHA-256 of the canonical JSON (RFC 8785) of `bytes`, hexadecimal. */
  readonly hash: string;
  readonly bytes: ApprovedBytes;
  /** Sentences and changes that a screen shows beside the bytes. */
  readonly summary: string;
  readonly changes: readonly Change[];
  readonly provenance: Readonly<Record<string, Provenance>>;
  readonly reasons: readonly string[];
  /** Who may decide: any of these roles; empty for the requester. */
  readonly roles: readonly string[];
  /** Somebody other than the requester must decide. */
  readonly fourEyes: boolean;
}

export interface Decision {
  /** The approval's id. */
  readonly id: string;
  readonly decision: 'approve' | 'reject';
  /** The hash that the screen showed; when given it must be the stored one. */
  readonly hash?: string;
  readonly reason?: string;
}

export function newNonce(): string {
  return randomBytes(16).toString('hex');
}

export function hashOf(bytes: ApprovedBytes): string {
  const text = canonicalize(bytes);
  if (text === undefined) throw new TypeError('approved bytes must be JSON');
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
