import { createHash, randomBytes } from 'node:crypto';
import canonicalize from 'canonicalize';
import { HexaopsError } from '../errors.ts';
import type { Change } from '../extension/tool.ts';
import { renderApproval } from './approval-rendering.ts';
import type { Provenance } from './plan.ts';

/**
 * Exactly what is approved. One changed byte gives another hash, and another hash executes nothing. What may be missing is
 * missing in approvals of earlier releases alone.
 */
export interface ApprovedBytes {
  /** The approval's own id, its run and its step: so it can be moved to no other. */
  readonly approval?: string;
  readonly run?: string;
  readonly step?: string;
  /** One sentence for people, by the tool. */
  readonly summary?: string;
  readonly changes?: readonly Change[];
  /** What the control plane said when it tried the operation without doing it; null where it cannot be tried. */
  readonly dryRun?: string | null;
  /** The digest of the requester's permissions: with others it is asked for again. */
  readonly permissions?: string;
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
  /** Of the bytes. */
  readonly summary: string;
  readonly changes: readonly Change[];
  /** What a screen shows: `renderApproval` of the bytes and the provenance. Absent in approvals of earlier releases. */
  readonly rendering?: readonly string[];
  readonly provenance: Readonly<Record<string, Provenance>>;
  readonly reasons: readonly string[];
  /** Who may decide must hold all of these roles; empty for the requester. */
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

/**
 * Raises `approval-mismatch` where anything that a screen shows of the approval is not what its bytes say: what was looked at
 * would not be what is done.
 */
export function requireWhole(approval: Approval): void {
  const { id, step, hash, bytes, summary, changes, rendering, provenance } = approval;
  const shown: ApprovedBytes = {
    ...bytes,
    ...(bytes.approval === undefined ? {} : { approval: id }),
    ...(bytes.step === undefined ? {} : { step }),
    ...(bytes.summary === undefined ? {} : { summary }),
    ...(bytes.changes === undefined ? {} : { changes }),
  };
  const isRendered = rendering === undefined || isSame(rendering, renderApproval(bytes, provenance));
  if (hashOf(bytes) === hash && hashOf(shown) === hash && isRendered) return;
  throw new HexaopsError('approval-mismatch', 'what the approval shows is not what it would approve', {
    nextStep: 'approve nothing; ask for the change again, and tell the operator of the service',
  });
}

function isSame(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((line, index) => line === right[index]);
}
