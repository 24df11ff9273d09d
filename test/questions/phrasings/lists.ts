import type { Phrasing } from './phrasing.ts';

function list(text: string, rule: string, tool: string, values: Readonly<Record<string, unknown>> = {}): Phrasing {
  return { text, rule, outcome: { tool, arguments: values } };
}

/** What there is, what it uses, what has changed. */
export const lists: readonly Phrasing[] = [
  list('list the pods', 'route.list', 'list-objects', { kind: 'Pod' }),
  list('Show me all deployments in shop', 'route.list', 'list-objects', { kind: 'Deployment', namespace: 'shop' }),
  list('which services are there?', 'route.list', 'list-objects', { kind: 'Service' }),
  list('how many pods are running in the staging namespace?', 'route.list', 'list-objects', {
    kind: 'Pod',
    namespace: 'staging',
  }),
  list('get pvcs', 'route.list', 'list-objects', { kind: 'PersistentVolumeClaim' }),
  list('which pods are failing?', 'route.list-problem-pods', 'list-problem-pods'),
  list('are all pods running?', 'route.list-problem-pods', 'list-problem-pods'),
  list('which pods restarted recently', 'route.list-restarts', 'list-restarts'),
  list('list the nodes', 'route.list-nodes', 'list-nodes'),
  list('are the nodes healthy?', 'route.list-nodes', 'list-nodes'),
  list('show the events', 'route.events', 'list-events'),
  list('recent events in namespace shop', 'route.events', 'list-events', { namespace: 'shop' }),
  list('show the events of frontend', 'route.events-of-object', 'list-events', {
    namespace: 'shop',
    object: 'frontend',
  }),
  list('show me all warnings in the last 2 hours', 'route.warning-events', 'list-events', {
    warnings: true,
    since: '2h',
  }),
  list('describe frontend', 'route.describe', 'describe-object', {
    kind: 'Deployment',
    namespace: 'shop',
    name: 'frontend',
  }),
  list('describe node worker-2', 'route.describe', 'describe-object', { kind: 'Node', name: 'worker-2' }),
  list('what changed?', 'route.what-changed', 'list-changes'),
  list('What has changed in the last 2 hours?', 'route.what-changed', 'list-changes', { since: '2h' }),
  list('did someone deploy something today?', 'route.what-changed', 'list-changes'),
  list('what happened in the last hour?', 'route.what-happened-since', 'list-changes', { since: '1h' }),
  list('what changed in payment?', 'route.what-changed-of-object', 'list-changes', {
    namespace: 'shop',
    object: 'payment',
  }),
  list('who is using the quota?', 'route.quota', 'read-quotas'),
  list('How much memory is left?', 'route.quota', 'read-quotas'),
  list('show the quota of namespace shop', 'route.quota', 'read-quotas', { namespace: 'shop' }),
  list('give me an overview', 'route.overview', 'workspace-overview'),
  list('what is running here?', 'route.overview', 'workspace-overview'),
];
