import { createHash } from 'node:crypto';
import type { Router } from '@koa/router';
import type { Context } from 'koa';
import type { Authority } from '../operations/authority.ts';
import { bodyOf } from '../operations/body.ts';
import { authenticatePerson, claimsToBePerson } from '../people/authenticate.ts';
import type { Directory } from '../people/directory.ts';
import type { Permission } from '../people/people.ts';
import { Problem } from '../problem.ts';
import { shownToPeople, shownToService } from './llm-settings.ts';
import type { LlmSettingsStore } from './llm-settings.ts';

const path = '/internal/v1/workspaces/:workspace/llm-settings';

/**
 * A workspace's LLM settings. People come with their own credential and never see a key again; the service comes with an
 * internal token, and is told the key, which it needs. Whoever writes is told no key.
 */
export function addLlmSettingsRoutes(
  router: Router,
  authority: Authority,
  directory: Directory,
  store: LlmSettingsStore,
): void {
  async function authorize(context: Context, workspace: string, permission: Permission): Promise<'person' | 'service'> {
    if (!claimsToBePerson(context.headers)) {
      await authority.authorize(context.headers, workspace, permission);
      return 'service';
    }
    directory.authorize(authenticatePerson(context.headers, directory).id, workspace, permission);
    return 'person';
  }

  router.get(path, async (context) => {
    const workspace = String(context.params['workspace']);
    const reader = await authorize(context, workspace, 'read');
    const settings = store.get(workspace);
    if (settings === undefined) throw new Problem(404, `workspace ${workspace} has no LLM settings of its own`);
    context.set('cache-control', 'no-store');
    const body = JSON.stringify(reader === 'service' ? shownToService(settings) : shownToPeople(settings));
    context.type = 'json';
    const tag = `"${createHash('sha256').update(body).digest('base64url')}"`;
    context.set('etag', tag);
    // Whoever asks with a tag by `fetch` says no-cache, too, which is about caches on the way.
    if (context.get('if-none-match') === tag) context.status = 304;
    else context.body = body;
  });

  router.put(path, async (context) => {
    const workspace = String(context.params['workspace']);
    await authorize(context, workspace, 'write');
    context.body = shownToPeople(store.put(workspace, bodyOf(context)));
  });

  router.delete(path, async (context) => {
    const workspace = String(context.params['workspace']);
    await authorize(context, workspace, 'write');
    if (!store.delete(workspace)) throw new Problem(404, `workspace ${workspace} has no LLM settings of its own`);
    context.status = 204;
  });
}
