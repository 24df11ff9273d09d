import type { Router } from '@koa/router';
import type { Context } from 'koa';
import type { Clock } from '../clock.ts';
import type { Cluster } from '../kubernetes/cluster.ts';
import type { Authority } from '../operations/authority.ts';
import { type Backup, type BackupPolicy, describeBackups } from '../operations/backups.ts';
import { bodyOf } from '../operations/body.ts';
import { Problem } from '../problem.ts';
import { WorkspaceView } from './workspace-view.ts';

/** What is known of backups: those that were made, and those that are planned by application. */
export interface KnownBackups {
  readonly backups: readonly Backup[];
  readonly policies: Readonly<Record<string, BackupPolicy>>;
}

export function addOverviewRoutes(
  router: Router,
  authority: Authority,
  cluster: Cluster,
  clock: Clock,
  { backups, policies }: KnownBackups,
): void {
  async function view(context: Context, workspaceId: string | undefined): Promise<WorkspaceView> {
    const { workspace } = await authority.authorize(context.headers, workspaceId, 'read');
    return new WorkspaceView(cluster, workspace);
  }

  router.get('/internal/v1/health', async (context) => {
    await authority.authenticate(context.headers);
    const timestamp = new Date(clock.now()).toISOString();
    context.body = { status: 'healthy', timestamp, components: { database: 'healthy', cluster: cluster.kind } };
  });

  router.get('/internal/v1/workspaces/:workspace/overview', async (context) => {
    context.body = await (await view(context, context.params['workspace'])).overview();
  });

  router.get('/internal/v1/workspaces/:workspace/nodes', async (context) => {
    context.body = await (await view(context, context.params['workspace'])).nodes();
  });

  router.post('/internal/v1/workspaces/:workspace/insights', async (context) => {
    const workspace = await view(context, context.params['workspace']);
    context.body = { insights: await workspace.insights(targetsOf(bodyOf(context)['targets'])) };
  });

  router.get('/internal/v1/applications/:application/details', async (context) => {
    const name = String(context.params['application']);
    const workspace = await view(context, undefined);
    context.body = {
      ...(await workspace.application(name)),
      backup_policy: policies[name] ?? null,
      backups: describeBackups(backups, workspace.id, name, clock.now()),
    };
  });

  router.get('/internal/v1/applications/:application/performance', async (context) => {
    context.body = await (await view(context, undefined)).performance(String(context.params['application']));
  });
}

function targetsOf(targets: unknown = []): string[] {
  const isListOfText = Array.isArray(targets) && targets.every((target) => typeof target === 'string');
  if (!isListOfText) throw new Problem(400, 'targets must be a list of names');
  return targets;
}
