import { APICallError } from '@ai-sdk/provider';
import { BrokenCircuitError } from 'cockatiel';

/** A node has not begun to answer within its time, has fallen silent, or has broken off. */
export class NodeSilent extends Error {
  constructor(what: string) {
    super(what);
    this.name = 'NodeSilent';
  }
}

/** Whether the node is to blame, so that another one may do better: not for a call that it does not understand, or that was cancelled. */
export function isNodeFault(error: unknown): boolean {
  if (error instanceof BrokenCircuitError) return false;
  if (error instanceof NodeSilent) return true;
  if (APICallError.isInstance(error)) {
    const { statusCode } = error;
    return statusCode === undefined || statusCode >= 500 || statusCode === 404 || statusCode === 408;
  }
  return error instanceof TypeError;
}
