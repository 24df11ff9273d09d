import { HexaopsError } from '../errors.ts';
import type { RunContext } from './run-context.ts';

/**
 * Whether a refusal is news: the same tool has worked for this caller earlier in the session, so the permission was
 * withdrawn since, and a fresh sign-in may tell. Asked once a run: a second refusal is an answer.
 */
export async function permissionHasChanged(
  { parts, journal, caller }: RunContext,
  tool: string,
  error: unknown,
): Promise<boolean> {
  if (!HexaopsError.is(error, 'forbidden') || caller.token === undefined || journal.state.permissionChanges > 0)
    return false;
  const { subject, workspace } = caller;
  return parts.store.toolHasWorked({ subject, workspace }, journal.identity.session, tool);
}
