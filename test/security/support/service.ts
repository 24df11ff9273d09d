import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadConfig, serve, type Service } from '@hexaops/runtime';
import pino from 'pino';
import { type RecordingControlPlane, startControlPlane } from './control-plane.ts';
import { createWorld, type World, worlds } from './shop-plugin/plugin.ts';
import { createMinter, type Minter } from './tokens.ts';

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
}

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** Text is sent as it is, anything else as JSON. */
  readonly body?: unknown;
}

/** The whole service, as an operator would start it, over a world; with the control plane's side of it. */
export interface SecurityService extends AsyncDisposable {
  readonly url: string;
  readonly engine: Service['engine'];
  readonly controlPlane: RecordingControlPlane;
  readonly world: World;
  /** Every line of its log, at the finest level. */
  readonly log: readonly string[];
  readonly minter: Minter;
  send(sent: Sent): Promise<Reply>;
}

export interface ServiceOptions {
  readonly world?: Partial<World>;
  readonly limits?: Readonly<Record<string, number>>;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly server?: Readonly<Record<string, unknown>>;
  /** A file for SQLite; the memory unless told. */
  readonly store?: string;
  /** Beside those that every service here has. */
  readonly plugins?: readonly { readonly use: string; readonly config?: unknown }[];
}

/** Rates and places that tests of something else must not run into. */
const unlimited = {
  subjectRequestsPerMinute: 0,
  workspaceRequestsPerMinute: 0,
  subjectRunsPerMinute: 0,
  subjectRuns: 0,
  workspaceRuns: 0,
  subjectStreams: 0,
  failedAuthenticationsPerMinute: 0,
  eventLoopMilliseconds: 0,
};

/** A machine that is busy must not look like a control plane that is away. */
const patient = { timeoutMilliseconds: 60_000, readTimeoutMilliseconds: 60_000 };
const patientBudget = { stepMilliseconds: 120_000, changeMilliseconds: 120_000 };

export async function startService(options: ServiceOptions = {}): Promise<SecurityService> {
  const { world: rest = {}, limits = {}, config = {}, store } = options;
  await using cleanUp = new AsyncDisposableStack();
  const controlPlane = cleanUp.use(await startControlPlane());
  const minter = createMinter();
  const world = createWorld(rest);
  const id = randomUUID();
  worlds.set(id, world);
  const directory = await mkdtemp(join(tmpdir(), 'hexaops-security-'));
  cleanUp.defer(() => rm(directory, { recursive: true, force: true }));
  const file = join(directory, 'hexaops.yaml');
  const plugins = [
    { use: '@hexaops/auth-jwt', config: { jwks: minter.jwks } },
    { use: '@hexaops/control-plane', config: { url: controlPlane.url, ...patient } },
    ...(store === undefined ? [] : [{ use: '@hexaops/store-sql', config: { path: store } }]),
    { use: fileURLToPath(new URL('shop-plugin/plugin.ts', import.meta.url)), config: { world: id } },
    ...(options.plugins ?? []),
  ];
  const server = {
    ...options.server,
    host: '127.0.0.1',
    port: 0,
    shutdownSeconds: 3,
    limits: { ...unlimited, ...limits },
  };
  await writeFile(file, JSON.stringify({ server, plugins, budget: patientBudget, ...config }));
  const log: string[] = [];
  const logger = pino({ level: 'trace' }, { write: (line: string) => void log.push(line) });
  const service = await serve({ ...(await loadConfig({ file })), base: import.meta.url }, { logger });
  cleanUp.defer(() => service.close());
  const kept = cleanUp.move();
  return {
    url: service.url,
    engine: service.engine,
    controlPlane,
    world,
    log,
    minter,
    send: (sent) => send(service.url, { token: minter.mint(), ...sent }),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

/** One request, with exactly the headers that are given: `fetch` would mend some of them. */
function send(url: string, { method = 'POST', path = '/v1/chat', token, headers = {}, body }: Sent): Promise<Reply> {
  const content = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
  const { promise, resolve, reject } = Promise.withResolvers<Reply>();
  const outgoing = request(`${url}${path}`, {
    method,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(content === undefined
        ? {}
        : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(content) }),
      ...headers,
    },
  });
  outgoing.on('error', reject).on('response', (response) => {
    let text = '';
    response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    response
      .on('error', reject)
      .on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
  });
  outgoing.end(content);
  return promise;
}
