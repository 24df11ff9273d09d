import type { Router } from '@koa/router';
import type { Authority } from '../operations/authority.ts';
import { WorkspaceBoundary } from './boundary.ts';
import type { Cluster } from './cluster.ts';
import { parseApiPath } from './path.ts';
import { parseQuery } from './query.ts';
import { KubernetesError } from './status.ts';

/**
 * The read-only pass-through. Who may not read the workspace is told `{ error }`, as everywhere in the internal API;
 * past that, every answer is one of the Kubernetes API: objects, lists, text, or a `Status`.
 */
export function addKubernetesRoutes(router: Router, authority: Authority, cluster: Cluster): void {
  router.all('/internal/v1/workspaces/:workspace/k8s{/*path}', async (context) => {
    const { caller, workspace } = await authority.authorize(context.headers, context.params['workspace'], 'read');
    const viewer = { workspace, mayWrite: authority.may(caller, 'write') };
    try {
      if (context.method !== 'GET')
        throw new KubernetesError(405, `${context.method} is not offered: this is read-only`);
      const request = parseApiPath(context.path.replace(/^\/internal\/v1\/workspaces\/[^/]+\/k8s/, ''));
      const query = parseQuery(new URLSearchParams(context.querystring));
      const answer = await new WorkspaceBoundary(cluster, viewer).answer(request, query);
      if (typeof answer === 'string') context.type = 'text/plain; charset=utf-8';
      context.body = answer;
    } catch (error) {
      if (!(error instanceof KubernetesError)) throw error;
      context.status = error.code;
      context.body = error.toStatus();
    }
  });
}
