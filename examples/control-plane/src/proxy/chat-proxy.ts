import { request as requestPlain } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { request as requestSecure } from 'node:https';
import { pipeline } from 'node:stream/promises';
import type { Context } from 'koa';
import { authenticatePerson } from '../people/authenticate.ts';
import type { Directory } from '../people/directory.ts';
import type { User } from '../people/people.ts';
import { Problem } from '../problem.ts';
import { headersForClient, headersForService } from './headers.ts';
import { readAhead, wholeBody } from './read-ahead.ts';
import type { ReadAhead } from './read-ahead.ts';
import { chooseWorkspace, workspaceInBody } from './workspace-choice.ts';

export interface ChatProxyOptions {
  readonly directory: Directory;
  /** The base URL of the service; asked at each request. */
  readonly aiopsUrl: () => string | undefined;
  readonly mint: (user: User, workspace: string) => Promise<string>;
}

/** A body that names its workspace is read this far; a longer one is forwarded with the user's first workspace. */
const readAheadBytes = 1024 * 1024;

/**
 * Forwards a person's request to the service's `/v1/chat` with a fresh internal token in place of the person's own
 * credential: any method, query and body unchanged, the answer as it comes. When either side goes away, so does the other.
 */
export async function proxyChat(context: Context, { directory, aiopsUrl, mint }: ChatProxyOptions): Promise<void> {
  const user = authenticatePerson(context.req.headers, directory);
  const base = aiopsUrl();
  if (base === undefined) throw new Problem(502, 'the control plane knows of no AIOps service: set aiopsUrl');
  const ahead = await readAhead(context.req, readAheadBytes);
  const inQuery = new URLSearchParams(context.querystring).get('workspace_id') ?? undefined;
  const asked = inQuery ?? (ahead.isComplete ? workspaceInBody(ahead.bytes) : undefined);
  const workspace = chooseWorkspace(user, asked, directory);
  const token = await mint(user, workspace.id);

  const url = new URL(`${base.replace(/\/$/, '')}/v1/chat${context.search}`);
  const send = url.protocol === 'https:' ? requestSecure : requestPlain;
  const upstream = send(url, {
    method: context.method,
    headers: { ...headersForService(context.req.headers, token, context.ip), ...framing(context.req.headers, ahead) },
    // A connection of its own for each request: one kept from before may lead to a service that is gone.
    agent: false,
  });
  const answered = Promise.withResolvers<IncomingMessage>();
  upstream.on('response', answered.resolve);
  upstream.on('error', answered.reject);
  context.res.on('close', () => {
    if (!context.res.writableFinished) upstream.destroy();
  });
  const sent = pipeline(wholeBody(ahead, context.req), upstream);
  // A service may answer, and close, before it has read the whole body: the answer counts.
  sent.catch((error: unknown) => answered.reject(error));

  await relay(context, answered.promise);
}

/** Says where the body ends, for every method: without it a body would be taken for the next request. */
function framing({ 'content-length': length }: IncomingHttpHeaders, ahead: ReadAhead): OutgoingHttpHeaders {
  if (length !== undefined) return { 'content-length': length };
  if (!ahead.isComplete) return { 'transfer-encoding': 'chunked' };
  return ahead.bytes.length > 0 ? { 'content-length': ahead.bytes.length } : {};
}

async function relay(context: Context, answered: Promise<IncomingMessage>): Promise<void> {
  let answer: IncomingMessage;
  try {
    answer = await answered;
  } catch (error) {
    throw new Problem(502, 'the AIOps service did not answer', { cause: error });
  }
  context.respond = false;
  context.res.writeHead(answer.statusCode ?? 502, headersForClient(answer.headers));
  context.res.flushHeaders();
  // An answer that breaks off must break off for the client too: pipeline destroys both sides.
  await pipeline(answer, context.res).catch(() => context.req.socket.destroy());
}
