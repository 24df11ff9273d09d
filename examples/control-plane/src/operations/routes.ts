import type { Router } from '@koa/router';
import type { Context } from 'koa';
import type { Clock } from '../clock.ts';
import type { JsonObject } from '../json.ts';
import type { Cluster } from '../kubernetes/cluster.ts';
import { KubernetesError } from '../kubernetes/status.ts';
import { Problem } from '../problem.ts';
import { cutConnection } from '../switches/cut-connection.ts';
import type { Authority, Authorized } from './authority.ts';
import { startBackup } from './backups.ts';
import type { Backup } from './backups.ts';
import { bodyOf, memberObject, memberText } from './body.ts';
import type { OperationCatalog } from './catalog.ts';
import type { Effect, EffectContext } from './effect.ts';
import { autoscaleApplication } from './effects/autoscale-application.ts';
import { LostAnswer } from './executor.ts';
import type { OperationExecutor } from './executor.ts';
import { changeIncident } from './incidents.ts';
import type { Incident } from './incidents.ts';
import { Parameters } from './parameters.ts';

export interface OperationRoutesOptions {
  readonly authority: Authority;
  readonly catalog: OperationCatalog;
  readonly executor: OperationExecutor;
  readonly cluster: Cluster;
  readonly incidents: Map<string, Incident>;
  readonly backups: Backup[];
  readonly clock: Clock;
}

interface Execution {
  readonly operation: string;
  readonly parameters: JsonObject;
  readonly effect: Effect;
  readonly canBeDry?: boolean;
}

/** Everything that changes something. Each needs the permission to write, and takes an `Idempotency-Key`. */
export function addOperationRoutes(router: Router, options: OperationRoutesOptions): void {
  const { authority, catalog, executor, cluster, incidents, backups, clock } = options;

  async function execute(context: Context, authorized: Authorized, execution: Execution): Promise<void> {
    const { caller, workspace } = authorized;
    const { operation, parameters, effect } = execution;
    if (isDryRun(context)) {
      if (execution.canBeDry !== true) throw new Problem(501, `${operation} cannot be tried without being done`);
      context.body = { dry_run: true, ...(await tried({ cluster, workspace, isDry: true }, execution)) };
      return;
    }
    const key = context.get('idempotency-key');
    const request = {
      user: caller.user,
      workspace: workspace.id,
      operation,
      parameters,
      idempotencyKey: key === '' ? undefined : key,
      bearerHash: caller.bearerHash,
    };
    try {
      const answer = await executor.execute(request, () => effect({ cluster, workspace }, new Parameters(parameters)));
      if (answer.isReplayed) context.set('idempotency-replayed', 'true');
      context.body = answer.body;
    } catch (error) {
      if (!(error instanceof LostAnswer)) throw error;
      cutConnection(context);
    }
  }

  router.post('/internal/v1/workspaces/:workspace/deployments/:name/scale', async (context) => {
    const authorized = await authority.authorize(context.headers, context.params['workspace'], 'write');
    const { dry_run: _, ...body } = bodyOf(context);
    const parameters = { ...body, deployment: String(context.params['name']) };
    await execute(context, authorized, { ...namedOperation(catalog, 'scale'), parameters });
  });

  router.post('/internal/v1/workspaces/:workspace/operations', async (context) => {
    const authorized = await authority.authorize(context.headers, context.params['workspace'], 'write');
    const body = bodyOf(context);
    const operation = new Parameters(body).text('operation');
    await execute(context, authorized, {
      ...namedOperation(catalog, operation),
      parameters: memberObject(body, 'params'),
    });
  });

  router.post('/internal/v1/operations/:operation', async (context) => {
    const body = bodyOf(context);
    const authorized = await authority.authorize(context.headers, memberText(body, 'workspace_id'), 'write');
    await execute(context, authorized, {
      ...namedOperation(catalog, String(context.params['operation'])),
      parameters: memberObject(body, 'params'),
    });
  });

  router.post('/internal/v1/applications/:application/autoscale', async (context) => {
    const authorized = await authority.authorize(context.headers, undefined, 'write');
    const parameters = { ...bodyOf(context), application: String(context.params['application']) };
    await execute(context, authorized, { operation: 'autoscale', parameters, effect: autoscaleApplication });
  });

  router.post('/internal/v1/applications/:application/backup', async (context) => {
    const authorized = await authority.authorize(context.headers, undefined, 'write');
    const parameters = { ...bodyOf(context), application: String(context.params['application']) };
    await execute(context, authorized, { operation: 'backup', parameters, effect: startBackup(backups, clock) });
  });

  router.post('/internal/v1/incidents/:incident', async (context) => {
    const authorized = await authority.authorize(context.headers, undefined, 'write');
    const parameters = { ...bodyOf(context), incident: String(context.params['incident']) };
    const effect = changeIncident(incidents, authorized.caller.user);
    await execute(context, authorized, { operation: 'incident', parameters, effect });
  });
}

function namedOperation(catalog: OperationCatalog, called: string): Omit<Execution, 'parameters'> {
  const { name, effect, canBeDry } = catalog.find(called);
  return { operation: name, effect, canBeDry };
}

/** `?dry_run=true`, or `dry_run: true` in the body. Anything else there is refused: it must not be taken for a wish to do it. */
function isDryRun(context: Context): boolean {
  const asked = [context.query['dry_run'], bodyOf(context)['dry_run']].filter((value) => value !== undefined);
  if (asked.some((value) => value !== true && value !== 'true')) throw new Problem(400, 'dry_run can be true');
  return asked.length > 0;
}

/** The same checks as in earnest, and the same refusals. */
async function tried(context: EffectContext, { parameters, effect }: Execution): Promise<JsonObject> {
  try {
    return await effect(context, new Parameters(parameters));
  } catch (error) {
    if (!(error instanceof KubernetesError)) throw error;
    throw new Problem(error.code >= 500 ? 502 : error.code, error.message, { cause: error });
  }
}
