import type { ExitCode } from '../../exit-code.ts';
import type { Io } from '../../io.ts';
import type { WatchOptions } from '../../presentation/watch.ts';
import { type AccessOptions, chatAccess } from './access.ts';
import { converse } from './converse.ts';

export interface FollowOptions extends AccessOptions, WatchOptions {}

/** Prints a run of one's own from its beginning, and goes on with it: after a connection, or a person, has gone away. */
export async function follow(io: Io, run: string, options: FollowOptions): Promise<ExitCode> {
  return converse(io, chatAccess(io, options), { run, after: 0 }, options);
}
