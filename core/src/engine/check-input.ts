import { HexaopsError } from '../errors.ts';
import type { Decision } from '../run/approval.ts';
import type { Feedback } from '../hooks/hooks.ts';
import type { AskInput, ResumeInput } from './types.ts';

/** Of what a person writes, in characters. */
const longestMessage = 65_536;
const longestReason = 2_000;
const mostNamespaces = 1_000;
const longestName = 253;

/** Ids of runs and sessions are made by the engine alone: what has another form is nobody's, and no store is asked for it. */
export function isId(id: unknown): id is string {
  return typeof id === 'string' && /^[0-9a-f]{32}$/.test(id);
}

/** Raises `input-invalid`, `input-too-large`. */
export function checkAsk({ message, namespaces = [], changes }: AskInput): void {
  if (changes !== undefined && changes !== 'approved' && changes !== 'tried') {
    throw invalid('changes', '"approved" or "tried"');
  }
  checkText('message', message, longestMessage);
  if (!Array.isArray(namespaces) || namespaces.length > mostNamespaces) {
    throw invalid('namespaces', `a list of at most ${mostNamespaces} names`);
  }
  for (const namespace of namespaces) checkText('namespaces', namespace, longestName);
}

/** Raises `input-invalid`, `input-too-large`. */
export function checkResume(input: ResumeInput): void {
  switch (input.kind) {
    case 'reauthenticated':
      return;
    case 'input':
      return checkText('value', input.value, longestMessage);
    case 'decision':
      return checkDecision(input.decision);
    default:
      throw invalid('kind', '"reauthenticated", "decision" or "input"');
  }
}

/** Raises `input-invalid`, `input-too-large`. */
export function checkDecision({ id, decision, hash, reason }: Decision): void {
  if (typeof id !== 'string') throw invalid('id', 'the id of an approval');
  if (decision !== 'approve' && decision !== 'reject') throw invalid('decision', '"approve" or "reject"');
  if (hash !== undefined && typeof hash !== 'string') throw invalid('hash', 'the hash that the approval shows');
  if (reason !== undefined) checkText('reason', reason, longestReason);
}

/** Raises `input-invalid`, `input-too-large`. */
export function checkFeedback({ score, comment }: Feedback): void {
  if (typeof score !== 'number' || !(score >= 0 && score <= 1)) throw invalid('score', 'a number from 0 to 1');
  if (comment !== undefined) checkText('comment', comment, longestReason);
}

function checkText(name: string, text: unknown, maximum: number): void {
  if (typeof text !== 'string') throw invalid(name, 'text');
  if (text.length <= maximum) return;
  throw new HexaopsError('input-too-large', `"${name}" is longer than ${maximum} characters`, {
    nextStep: 'say it shorter; logs and manifests are read by the service itself',
    details: { limit: maximum },
  });
}

function invalid(name: string, expected: string): HexaopsError {
  return new HexaopsError('input-invalid', `"${name}" must be ${expected}`);
}
