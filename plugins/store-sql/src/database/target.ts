import { resolve } from 'node:path';
import { HexaopsError } from '@hexaops/core';
import { defaults, type StoreSqlConfig } from '../config.ts';

/** Which database. `label` names it in messages: never with the user, the password or the parameters of its URL. */
export type Target =
  | { readonly kind: 'sqlite'; readonly path: string; readonly label: string }
  | { readonly kind: 'postgres'; readonly url: string; readonly label: string };

/** What is configured goes before `DATABASE_URL`, which goes before the default path. Raises `config-invalid`. */
export function targetOf({ url, path }: StoreSqlConfig, environmentUrl: string | undefined): Target {
  if (url !== undefined && path !== undefined) {
    throw new HexaopsError('config-invalid', 'the store has both "url" and "path"; it is one database', {
      nextStep: 'keep "url" for Postgres, or "path" for SQLite',
    });
  }
  if (url !== undefined) return postgres(url, '"url"');
  if (path === undefined && environmentUrl !== undefined && environmentUrl !== '') {
    return postgres(environmentUrl, 'DATABASE_URL');
  }
  const absolute = resolve(path ?? defaults.path);
  return { kind: 'sqlite', path: absolute, label: `the SQLite file ${absolute}` };
}

/** No error from here has the URL in it, not even as a cause: `new URL` keeps what it was given. */
function postgres(url: string, name: string): Target {
  const parsed = URL.parse(url);
  if (parsed === null || !['postgres:', 'postgresql:'].includes(parsed.protocol)) {
    throw new HexaopsError('config-invalid', `${name} of the store is not the URL of a Postgres database`, {
      nextStep: 'write postgres://user:password@host:5432/database, with special characters percent-encoded',
    });
  }
  const host = parsed.host === '' ? (parsed.searchParams.get('host') ?? 'localhost') : parsed.host;
  return { kind: 'postgres', url, label: `the Postgres database ${host}${parsed.pathname}` };
}
