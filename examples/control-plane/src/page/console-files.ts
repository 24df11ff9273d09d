import type { Context } from 'koa';
import { Problem } from '../problem.ts';

/**
 * The console's files, from the service, as an ingress would give them: on this origin, so that the page asks nobody else. No
 * credential is forwarded, and nothing but files can be had this way.
 */
export async function giveConsole(context: Context, aiopsUrl: string | undefined): Promise<void> {
  if (aiopsUrl === undefined) throw new Problem(502, 'the control plane knows of no AIOps service: set aiopsUrl');
  const headers = Object.fromEntries(
    ['accept', 'if-none-match'].flatMap((name) => (context.get(name) === '' ? [] : [[name, context.get(name)]])),
  );
  const response = await fetch(new URL(context.path, aiopsUrl), { headers, redirect: 'manual' }).catch(
    (cause: unknown) => {
      throw new Problem(502, 'the AIOps service did not answer', { cause });
    },
  );
  context.status = response.status;
  for (const [name, value] of response.headers) if (!framing.has(name)) context.set(name, value);
  const body = Buffer.from(await response.arrayBuffer());
  if (body.length > 0) context.body = body;
}

/** What is of the one connection, and not of the answer. */
const framing: ReadonlySet<string> = new Set([
  'connection',
  'content-encoding',
  'content-length',
  'keep-alive',
  'transfer-encoding',
]);
