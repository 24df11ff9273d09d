import type { RequestListener } from 'node:http';
import { text } from 'node:stream/consumers';
import { importPeer } from '../support/peer.ts';

interface Context {
  readonly path: string;
  readonly req: AsyncIterable<Uint8Array>;
  get(header: string): string;
  set(header: string, value: string): void;
  status: number;
  type: string;
  body: unknown;
}

interface KoaPackage {
  readonly default: new () => {
    use(middleware: (context: Context) => Promise<void>): void;
    callback(): RequestListener;
  };
}

interface JosePackage {
  readonly createRemoteJWKSet: (url: URL) => unknown;
  readonly jwtVerify: (token: string, keys: unknown, options: object) => Promise<{ readonly payload: Claims }>;
}

type Claims = Readonly<Record<string, unknown>> & { readonly sub?: string; readonly exp?: number };

/** By the documentation of both, and by hand what jose does not check of the control plane's tokens. */
export async function bareKoa(jwksUrl: string, reply: string, frames: string): Promise<RequestListener> {
  const { default: Koa } = await importPeer<KoaPackage>('koa');
  const { createRemoteJWKSet, jwtVerify } = await importPeer<JosePackage>('jose');
  const keys = createRemoteJWKSet(new URL(jwksUrl));
  const options = {
    issuer: 'hexabase-control-plane',
    audience: 'hexabase-aiops-service',
    algorithms: ['RS256', 'ES256'],
    requiredClaims: ['sub', 'exp', 'iat', 'active_workspace_id', 'token_type'],
    clockTolerance: 2,
    maxTokenAge: 3600,
  };
  const app = new Koa();
  app.use(async (context) => {
    const [, token = ''] = /^Bearer (\S+)$/.exec(context.get('authorization')) ?? [];
    let claims: Claims;
    try {
      claims = (await jwtVerify(token, keys, options)).payload;
      checkClaims(claims);
    } catch {
      context.status = 401;
      return;
    }
    if (context.path === '/auth/validate') context.body = validated(claims);
    else if (context.path === '/v1/chat') await answer(context, reply, frames);
  });
  return app.callback();
}

function checkClaims(claims: Claims): void {
  const { sub, user_id: user, active_workspace_id: workspace, org_ids: organizations, token_type: type } = claims;
  const sound =
    type === 'internal-aiops-v1' &&
    user === sub &&
    typeof workspace === 'string' &&
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/.test(workspace) &&
    Array.isArray(organizations) &&
    organizations.every((organization) => typeof organization === 'string');
  if (!sound) throw new Error('not a token of the control plane');
}

function validated({ sub, active_workspace_id: workspace, org_ids: organizations, exp = 0 }: Claims): object {
  const expires = new Date(exp * 1000).toISOString();
  return { valid: true, user_id: sub, workspace_id: workspace, organizations, expires_at: expires };
}

/** The same bytes to everybody, with nothing done for them. */
async function answer(context: Context, reply: string, frames: string): Promise<void> {
  JSON.parse(await text(context.req));
  const streamed = context.get('accept') === 'text/event-stream';
  context.type = streamed ? 'text/event-stream' : 'application/json';
  context.body = streamed ? frames : reply;
}
