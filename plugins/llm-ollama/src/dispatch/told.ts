import type { ReplicaState } from '../schedule/index.ts';

/** What one replica leaves for the others. */
export interface Told {
  readonly replica: string;
  readonly state: ReplicaState;
}

/** Undefined for what no replica of this release has told: another release's words, or somebody else's, decide nothing. */
export function readTold(text: string): Told | undefined {
  let told: unknown;
  try {
    told = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isTold(told) ? told : undefined;
}

function isTold(told: unknown): told is Told {
  if (!isRecord(told) || typeof told['replica'] !== 'string' || !isRecord(told['state'])) return false;
  const { nodes, urgencies, demands } = told['state'];
  return isRecordOf(nodes, isNodeState) && isRecordOf(urgencies, Number.isFinite) && isRecordOf(demands, isDemand);
}

function isNodeState(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { prefillTokens, inFlight, leaving } = value;
  const isLeaving = Array.isArray(leaving) && leaving.every((model) => typeof model === 'string');
  return isCount(prefillTokens) && isRecordOf(inFlight, isCount) && isLeaving;
}

function isDemand(value: unknown): boolean {
  return isRecord(value) && isCount(value['work']) && isCount(value['waiting']);
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && value >= 0;
}

function isRecordOf(value: unknown, is: (each: unknown) => boolean): boolean {
  return isRecord(value) && Object.values(value).every(is);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
