import { type Caller, CallerToken } from '../caller.ts';

export interface FakeCallerOptions {
  readonly subject?: string;
  readonly workspace?: string;
  readonly roles?: readonly string[];
  readonly token?: string;
  /** Milliseconds since the epoch; an hour from now unless told. */
  readonly expiresAt?: number;
}

/** A caller as an authenticator would make it. */
export function fakeCaller({
  subject = 'alice',
  workspace = 'shop',
  roles,
  token = `token-of-${subject}`,
  expiresAt = Date.now() + 3_600_000,
}: FakeCallerOptions = {}): Caller {
  return {
    subject,
    workspace,
    organizations: ['acme'],
    roles,
    permissions: undefined,
    token: new CallerToken(token, expiresAt),
  };
}
