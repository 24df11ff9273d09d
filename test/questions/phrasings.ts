/** What becomes of a sentence: a first step with these arguments, a question with these choices, or an answer. */
export type Outcome =
  | { readonly tool: string; readonly arguments: Readonly<Record<string, unknown>> }
  | { readonly question: RegExp; readonly choices: readonly string[] }
  | { readonly answer: RegExp };

export interface Phrasing {
  readonly text: string;
  /** The route rule that counts. */
  readonly rule: string;
  /** Values of all captures that matter. */
  readonly captures?: Readonly<Record<string, unknown>>;
  readonly outcome: Outcome;
}

const workspace: Outcome = { tool: 'diagnose-workspace', arguments: { namespaces: [] } };

function anything(rule: string, outcome: Outcome, texts: readonly string[]): readonly Phrasing[] {
  return texts.map((text) => ({ text, rule, outcome }));
}

function why(text: string, kind: string, namespace: string | undefined, name: string): Phrasing {
  const place = namespace === undefined ? {} : { namespace };
  return { text, rule: 'route.why', outcome: { tool: 'diagnose-object', arguments: { kind, ...place, name } } };
}

function scale(text: string, name: string, replicas: number, namespace = 'shop'): Phrasing {
  return {
    text,
    rule: 'route.scale',
    captures: { replicas },
    outcome: { tool: 'scale-deployment', arguments: { namespace, name, replicas } },
  };
}

function restart(text: string, kind: string, name: string): Phrasing {
  return { text, rule: 'route.restart', outcome: { tool: 'restart-workload', arguments: { namespace: 'shop', kind, name } } };
}

function logs(text: string, rule: string, name: string, more: Readonly<Record<string, unknown>>, kind = 'Deployment'): Phrasing {
  return { text, rule, outcome: { tool: 'read-logs', arguments: { namespace: 'shop', kind, name, ...more } } };
}

function list(text: string, rule: string, tool: string, values: Readonly<Record<string, unknown>> = {}): Phrasing {
  return { text, rule, outcome: { tool, arguments: values } };
}

const bothCheckouts = ['Deployment shop/checkout', 'Deployment staging/checkout'];

/** Sentences that people and alerts write, and what must become of each in the workspace of `workspace.ts`. */
export const phrasings: readonly Phrasing[] = [
  ...anything('route.what-is-wrong', workspace, [
    'what is wrong?',
    "What's wrong",
    'whats wrong??',
    'WHAT IS WRONG?',
    'Please tell me what is wrong.',
    'could you tell me what is broken, please?',
    'what is wrong with my cluster?',
    "what's going on?",
    'what happened?',
    'is everything ok?',
    'Is everything okay',
    'are there any problems?',
    'any issues?',
    'is anything broken right now?',
    'how is my cluster doing?',
    'run a health check',
    'health check',
    'diagnose my workspace',
    'find the root cause',
    'why is everything so slow?',
    'why is the site down',
    'something is broken',
    'nothing works',
    'it does not work',
    'status',
    'show me the status of my workspace',
    'what needs my attention?',
    'check everything',
    'hey, what is broken today?',
  ]),
  ...anything('route.alert', workspace, [
    'Partial Service Unreachability.',
    'Service abnormal restart.',
    'Service quality degradation.',
    'Service Availability Disruption.',
    'Pods are crashing and users see 500s',
    'Response latency is elevated for many requests',
    'Nodes went down last night',
    'Alert: API availability SLO breached',
  ]),
  ...anything('route.alert-in-other-order', workspace, [
    'High error rate',
    'Elevated response times',
    'Intermittent connectivity',
  ]),
  ...['What is wrong in shop?', 'what is broken in the shop namespace?', 'are there any problems in shop', 'check namespace shop', 'diagnose the shop project'].map(
    (text): Phrasing => ({
      text,
      rule: 'route.what-is-wrong-in-namespace',
      captures: { namespace: 'shop' },
      outcome: { tool: 'diagnose-workspace', arguments: { namespaces: ['shop'] } },
    }),
  ),
  {
    text: 'what is wrong in nowhere-at-all?',
    rule: 'route.what-is-wrong-in-namespace',
    outcome: { answer: /no Namespace called "nowhere-at-all"/ },
  },

  why('Why is frontend restarting?', 'Deployment', 'shop', 'frontend'),
  why('why is the frontend service restarting all the time', 'Service', 'shop', 'frontend'),
  why('Why does frontend keep crashing?', 'Deployment', 'shop', 'frontend'),
  why('why is deployment/frontend not ready', 'Deployment', 'shop', 'frontend'),
  why('why is "frontend" slow?', 'Deployment', 'shop', 'frontend'),
  why('why is FRONTEND DOWN', 'Deployment', 'shop', 'frontend'),
  why('why is shop/frontend pending?', 'Deployment', 'shop', 'frontend'),
  why('why is shop/checkout restarting', 'Deployment', 'shop', 'checkout'),
  why('why is staging/checkout restarting', 'Deployment', 'staging', 'checkout'),
  why('why is frontned restarting?', 'Deployment', 'shop', 'frontend'),
  why("why can't I reach the frontend?", 'Deployment', 'shop', 'frontend'),
  why('what is wrong with frontend', 'Deployment', 'shop', 'frontend'),
  why("what's the problem with redis-cart?", 'Deployment', 'shop', 'redis-cart'),
  why('what happened to payment?', 'Deployment', 'shop', 'payment'),
  why('status of frontend', 'Deployment', 'shop', 'frontend'),
  why('Please show me the status of the frontend deployment.', 'Deployment', 'shop', 'frontend'),
  why('status of svc/frontend', 'Service', 'shop', 'frontend'),
  why('is service frontend-external ok?', 'Service', 'shop', 'frontend-external'),
  why('is payment healthy?', 'Deployment', 'shop', 'payment'),
  why('payment is down', 'Deployment', 'shop', 'payment'),
  why('payment keeps restarting!', 'Deployment', 'shop', 'payment'),
  why('users cannot reach frontend', 'Deployment', 'shop', 'frontend'),
  why('diagnose payment', 'Deployment', 'shop', 'payment'),
  why('can you look into postgres please', 'StatefulSet', 'shop', 'postgres'),
  why('why is the log-agent daemonset not running', 'DaemonSet', 'shop', 'log-agent'),
  why('why did the job migrate fail', 'Job', 'shop', 'migrate'),
  why('why does cronjob report fail?', 'CronJob', 'shop', 'report'),
  why('why is pvc data-postgres-0 pending?', 'PersistentVolumeClaim', 'shop', 'data-postgres-0'),
  why('what is wrong with node worker-1', 'Node', undefined, 'worker-1'),
  why(`why is pod frontend-7d9f8c6b5d-x2x4x restarting`, 'Pod', 'shop', 'frontend-7d9f8c6b5d-x2x4x'),
  why('how is ingress shop-front doing', 'Ingress', 'shop', 'shop-front'),
  why('why is currency down', 'Deployment', 'shop', 'currencyservice'),
  {
    text: 'why is checkout restarting?',
    rule: 'route.why',
    captures: { object: 'checkout' },
    outcome: { question: /Which "checkout"/, choices: bothCheckouts },
  },
  { text: 'why is blockchain restarting?', rule: 'route.why', outcome: { answer: /called "blockchain"/ } },

  scale('scale frontend to 3', 'frontend', 3),
  scale('Scale frontend to 3 replicas.', 'frontend', 3),
  scale('please scale the frontend deployment to three', 'frontend', 3),
  scale('SCALE FRONTEND TO 3', 'frontend', 3),
  scale('could you scale "frontend" up to 5 pods please', 'frontend', 5),
  scale('scale deployment/frontend to 0', 'frontend', 0),
  scale('scale shop/checkout to 2', 'checkout', 2),
  scale('scale staging/checkout down to 1', 'checkout', 1, 'staging'),
  scale('set the replicas of frontend to 4', 'frontend', 4),
  scale('set frontend to 4 replicas', 'frontend', 4),
  scale('increase payment to 10', 'payment', 10),
  scale('run 2 replicas of payment', 'payment', 2),
  scale('I need 6 instances of frontend', 'frontend', 6),
  scale('scael frontend to 3', 'frontend', 3),
  { text: 'scale checkout to 3', rule: 'route.scale', captures: { replicas: 3 }, outcome: { question: /Which "checkout"/, choices: bothCheckouts } },
  { text: 'scale frontned to 3', rule: 'route.scale', outcome: { question: /no "frontned"/, choices: ['Deployment shop/frontend'] } },
  { text: 'scale cart to 3', rule: 'route.scale', outcome: { question: /no "cart"/, choices: ['Deployment shop/redis-cart'] } },
  { text: 'scale postgres to 3', rule: 'route.scale', outcome: { answer: /no Deployment called "postgres"/ } },
  { text: 'scale blockchain to 3', rule: 'route.scale', outcome: { answer: /no Deployment called "blockchain"/ } },
  {
    text: 'scale up frontend',
    rule: 'route.scale-without-a-number',
    outcome: { question: /To how many replicas/, choices: [] },
  },
  {
    text: 'stop payment',
    rule: 'route.stop',
    outcome: { tool: 'scale-deployment', arguments: { namespace: 'shop', name: 'payment', replicas: 0 } },
  },

  restart('restart frontend', 'Deployment', 'frontend'),
  restart('Could you restart the frontend deployment, please?', 'Deployment', 'frontend'),
  restart('restart the frontend service', 'Deployment', 'frontend'),
  restart('restart all pods of frontend', 'Deployment', 'frontend'),
  { text: 'restart pod frontend-7d9f8c6b5d-x2x4x', rule: 'route.restart', outcome: { question: /no "frontend-7d9f8c6b5d-x2x4x"/, choices: ['Deployment shop/frontend'] } },
  restart('bounce redis-cart now', 'Deployment', 'redis-cart'),
  restart('do a rolling restart of payment', 'Deployment', 'payment'),
  restart('restart statefulset postgres', 'StatefulSet', 'postgres'),
  restart('rollout restart daemonset/log-agent', 'DaemonSet', 'log-agent'),
  { text: 'restart checkout', rule: 'route.restart', outcome: { question: /Which "checkout"/, choices: bothCheckouts } },
  {
    text: 'roll back payment',
    rule: 'route.roll-back',
    outcome: { tool: 'roll-back-deployment', arguments: { namespace: 'shop', name: 'payment' } },
  },
  {
    text: 'Please undo the last rollout of payment',
    rule: 'route.roll-back',
    outcome: { tool: 'roll-back-deployment', arguments: { namespace: 'shop', name: 'payment' } },
  },
  {
    text: 'rollback payment to revision 4',
    rule: 'route.roll-back',
    captures: { revision: 4 },
    outcome: { tool: 'roll-back-deployment', arguments: { namespace: 'shop', name: 'payment', revision: 4 } },
  },
  {
    text: 'set the image of server in payment to registry.example/payment:2',
    rule: 'route.set-image',
    outcome: {
      tool: 'set-image',
      arguments: { namespace: 'shop', name: 'payment', container: 'server', image: 'registry.example/payment:2' },
    },
  },
  { text: 'uncordon node worker-1', rule: 'route.uncordon', outcome: { tool: 'uncordon-node', arguments: { name: 'worker-1' } } },
  { text: 'delete the frontend deployment', rule: 'route.no-deletion', outcome: { answer: /delete nothing/ } },
  { text: 'remove everything', rule: 'route.no-deletion', outcome: { answer: /delete nothing/ } },

  logs('show the errors of frontend in the last hour', 'route.errors', 'frontend', { level: 'error', since: '1h' }),
  logs('Show me the errors from the frontend service over the last 2 hours, please', 'route.errors', 'frontend', { level: 'error', since: '2h' }),
  logs('errors of frontend', 'route.errors', 'frontend', { level: 'error' }),
  logs('any exceptions in payment since 30 minutes?', 'route.errors', 'payment', { level: 'error', since: '30m' }),
  logs('what errors does payment have', 'route.errors', 'payment', { level: 'error' }),
  logs('are there any errors in redis-cart in the last 15m?', 'route.errors', 'redis-cart', { level: 'error', since: '15m' }),
  logs('frontend errors', 'route.errors', 'frontend', { level: 'error' }),
  logs('show warnings of frontend in the last day', 'route.warnings', 'frontend', { level: 'warning', since: '1d' }),
  logs('show me the logs of frontend', 'route.logs', 'frontend', { level: 'all' }),
  logs('frontend logs for the last 15 minutes', 'route.logs', 'frontend', { level: 'all', since: '15m' }),
  logs('tail postgres', 'route.logs', 'postgres', { level: 'all' }, 'StatefulSet'),
  logs('show the previous logs of frontend', 'route.previous-logs', 'frontend', { level: 'all', previous: true }),
  logs('search the logs of frontend for "connection refused"', 'route.search-logs', 'frontend', { level: 'all', search: 'connection refused' }),
  { text: 'show the errors of checkout in the last hour', rule: 'route.errors', captures: { since: '1h' }, outcome: { question: /Which "checkout"/, choices: bothCheckouts } },

  list('list the pods', 'route.list', 'list-objects', { kind: 'Pod' }),
  list('Show me all deployments in shop', 'route.list', 'list-objects', { kind: 'Deployment', namespace: 'shop' }),
  list('which services are there?', 'route.list', 'list-objects', { kind: 'Service' }),
  list('how many pods are running in the staging namespace?', 'route.list', 'list-objects', { kind: 'Pod', namespace: 'staging' }),
  list('get pvcs', 'route.list', 'list-objects', { kind: 'PersistentVolumeClaim' }),
  list('which pods are failing?', 'route.list-problem-pods', 'list-problem-pods'),
  list('are all pods running?', 'route.list-problem-pods', 'list-problem-pods'),
  list('which pods restarted recently', 'route.list-restarts', 'list-restarts'),
  list('list the nodes', 'route.list-nodes', 'list-nodes'),
  list('are the nodes healthy?', 'route.list-nodes', 'list-nodes'),
  list('show the events', 'route.events', 'list-events'),
  list('recent events in namespace shop', 'route.events', 'list-events', { namespace: 'shop' }),
  list('show the events of frontend', 'route.events-of-object', 'list-events', { namespace: 'shop', object: 'frontend' }),
  list('show me all warnings in the last 2 hours', 'route.warning-events', 'list-events', { warnings: true, since: '2h' }),
  list('describe frontend', 'route.describe', 'describe-object', { kind: 'Deployment', namespace: 'shop', name: 'frontend' }),
  list('describe node worker-2', 'route.describe', 'describe-object', { kind: 'Node', name: 'worker-2' }),
  list('what changed?', 'route.what-changed', 'list-changes'),
  list('What has changed in the last 2 hours?', 'route.what-changed', 'list-changes', { since: '2h' }),
  list('what changed in payment?', 'route.what-changed-of-object', 'list-changes', { namespace: 'shop', object: 'payment' }),
  list('who is using the quota?', 'route.quota', 'read-quotas'),
  list('How much memory is left?', 'route.quota', 'read-quotas'),
  list('show the quota of namespace shop', 'route.quota', 'read-quotas', { namespace: 'shop' }),
  list('give me an overview', 'route.overview', 'workspace-overview'),
  list('what is running here?', 'route.overview', 'workspace-overview'),

  { text: 'What can you do?', rule: 'route.capabilities', outcome: { answer: /You can ask/ } },
  { text: 'help', rule: 'route.capabilities', outcome: { answer: /You can ask/ } },
  { text: 'Who are you?', rule: 'route.capabilities', outcome: { answer: /You can ask/ } },
  { text: 'Hello!', rule: 'route.greeting', outcome: { answer: /Hello/ } },
  { text: 'thanks a lot', rule: 'route.thanks', outcome: { answer: /welcome/ } },
  { text: 'what is the weather like in Zurich?', rule: 'route.fallback', outcome: { answer: /did not understand/ } },
  { text: 'restart everything', rule: 'route.fallback', outcome: { answer: /did not understand/ } },
  { text: 'scale it to 3', rule: 'route.fallback', outcome: { answer: /did not understand/ } },
  { text: 'scale frontend to a million', rule: 'route.fallback', outcome: { answer: /did not understand/ } },
  { text: '<script>alert(1)</script>', rule: 'route.fallback', outcome: { answer: /did not understand/ } },
  { text: '????', rule: 'route.fallback', outcome: { answer: /did not understand/ } },
];
