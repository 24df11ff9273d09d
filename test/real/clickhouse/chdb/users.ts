import type { IncomingHttpHeaders } from 'node:http';
import { Refusal } from './refusal.ts';

export interface FrontUser {
  readonly password: string;
  /** Settings that hold before those of a request: `{readonly: '1'}`. */
  readonly profile: Readonly<Record<string, string>>;
}

const authenticationFailed = 516;

/** Who asks, by the three ways of the protocol. Raises where the password is not theirs. */
export function authenticate(
  users: Readonly<Record<string, FrontUser>>,
  headers: IncomingHttpHeaders,
  parameters: URLSearchParams,
): FrontUser {
  const basic = /^Basic (.+)$/.exec(headers.authorization ?? '')?.[1];
  const [name = 'default', ...rest] =
    basic === undefined
      ? [
          String(headers['x-clickhouse-user'] ?? parameters.get('user') ?? 'default'),
          String(headers['x-clickhouse-key'] ?? parameters.get('password') ?? ''),
        ]
      : Buffer.from(basic, 'base64').toString().split(':');
  const user = Object.hasOwn(users, name) ? users[name] : undefined;
  if (user !== undefined && user.password === rest.join(':')) return user;
  throw new Refusal(
    403,
    authenticationFailed,
    `Code: ${authenticationFailed}. DB::Exception: ${name}: Authentication failed: password is incorrect, or there is no user with such name. (AUTHENTICATION_FAILED)`,
  );
}
