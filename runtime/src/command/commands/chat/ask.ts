import type { ExitCode } from '../../exit-code.ts';
import type { Io } from '../../io.ts';
import type { WatchOptions } from '../../presentation/watch.ts';
import { type AccessOptions, chatAccess } from './access.ts';
import { converse } from './converse.ts';

export interface AskOptions extends AccessOptions, WatchOptions {
  readonly session?: string;
}

/** Asks through the control plane and prints the run as it unfolds. */
export async function ask(io: Io, message: string, options: AskOptions): Promise<ExitCode> {
  const { session } = options;
  const body = { message, stream: true, ...(session === undefined ? {} : { session_id: session }) };
  return converse(io, chatAccess(io, options), { body }, options);
}
