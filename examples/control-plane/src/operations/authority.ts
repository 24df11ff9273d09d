import type { IncomingHttpHeaders } from 'node:http';
import type { Clock } from '../clock.ts';
import type { Directory } from '../people/directory.ts';
import type { Permission, Workspace } from '../people/people.ts';
import { Problem } from '../problem.ts';
import type { Switches } from '../switches/switches.ts';
import type { SigningKeys } from '../tokens/signing-keys.ts';
import { verifyInternalToken } from '../tokens/verify-internal-token.ts';
import type { VerifiedToken } from '../tokens/verify-internal-token.ts';

export interface Authorized {
  readonly caller: VerifiedToken;
  readonly workspace: Workspace;
}

export interface AuthorityParts {
  readonly keys: SigningKeys;
  readonly clock: Clock;
  readonly directory: Directory;
  readonly switches: Switches;
}

/** Judges internal calls: the token again, at every call, then what its user may do at this moment. */
export class Authority {
  readonly #parts: AuthorityParts;

  constructor(parts: AuthorityParts) {
    this.#parts = parts;
  }

  /** 401 for a token that is not valid now. */
  async authenticate(headers: IncomingHttpHeaders): Promise<VerifiedToken> {
    const { keys, clock, switches } = this.#parts;
    const caller = await verifyInternalToken(headers.authorization, keys, clock);
    if (switches.positions.rejectTokens) throw new Problem(401, 'the token is refused: a switch says so');
    return caller;
  }

  /** What an authenticated caller may do in their workspace at this moment. */
  may({ user, workspace }: VerifiedToken, permission: Permission): boolean {
    return this.#parts.directory.may(user, workspace, permission);
  }

  /** 403 when the workspace is not the token's, or the user may not do this in it now. */
  async authorize(
    headers: IncomingHttpHeaders,
    workspace: string | undefined,
    permission: Permission,
  ): Promise<Authorized> {
    const caller = await this.authenticate(headers);
    if (workspace !== undefined && workspace !== caller.workspace) {
      throw new Problem(403, `the token is for workspace ${caller.workspace}, not for ${workspace}`);
    }
    return { caller, workspace: this.#parts.directory.authorize(caller.user, caller.workspace, permission) };
  }
}
