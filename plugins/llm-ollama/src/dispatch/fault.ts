import { APICallError } from '@ai-sdk/provider';

/** A node has not begun to answer within its time, has fallen silent, or has broken off. */
export class NodeSilent extends Error {
  constructor(what: string) {
    super(what);
    this.name = 'NodeSilent';
  }
}

/** Whether another node may do better: not for a call that the node does not understand, or that was cancelled. */
export function isFault(error: unknown): boolean {
  if (isNodeFault(error)) return true;
  const status = APICallError.isInstance(error) ? error.statusCode : undefined;
  return status !== undefined && (status >= 500 || status === 404);
}

/** Whether all of the node is to blame. A model that is not there or cannot be loaded says nothing of the others. */
export function isNodeFault(error: unknown): boolean {
  if (error instanceof NodeSilent) return true;
  if (!APICallError.isInstance(error)) return error instanceof TypeError;
  const { statusCode } = error;
  return statusCode === undefined || statusCode === 408 || (statusCode > 500 && statusCode < 600);
}
