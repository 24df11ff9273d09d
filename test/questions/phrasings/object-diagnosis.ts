import { bothCheckouts, type Phrasing } from './phrasing.ts';

function why(text: string, kind: string, namespace: string | undefined, name: string): Phrasing {
  const place = namespace === undefined ? {} : { namespace };
  return { text, rule: 'route.why', outcome: { tool: 'diagnose-object', arguments: { kind, ...place, name } } };
}

/** What is wrong with one object. */
export const objectDiagnosis: readonly Phrasing[] = [
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
  why('is pvc data-postgres-0 ok?', 'PersistentVolumeClaim', 'shop', 'data-postgres-0'),
  why('what is wrong with node worker-1', 'Node', undefined, 'worker-1'),
  why(`why is pod frontend-7d9f8c6b5d-x2x4x restarting`, 'Pod', 'shop', 'frontend-7d9f8c6b5d-x2x4x'),
  why('how is ingress shop-front doing', 'Ingress', 'shop', 'shop-front'),
  why('why is currency down', 'Deployment', 'shop', 'currencyservice'),
  why('why is redis cart restarting?', 'Deployment', 'shop', 'redis-cart'),
  why('why is checkout in staging restarting?', 'Deployment', 'staging', 'checkout'),
  why('what is wrong with checkout in the shop namespace', 'Deployment', 'shop', 'checkout'),
  why('why are the frontend pods restarting', 'Deployment', 'shop', 'frontend'),
  why('why is **frontend** slow?', 'Deployment', 'shop', 'frontend'),
  why('I get 502 errors from frontend', 'Deployment', 'shop', 'frontend'),
  why('payment returns 502', 'Deployment', 'shop', 'payment'),
  why('fix payment', 'Deployment', 'shop', 'payment'),
  {
    text: 'FIRING: KubePodCrashLooping shop/payment',
    rule: 'route.alert-of-object',
    outcome: { tool: 'diagnose-object', arguments: { kind: 'Deployment', namespace: 'shop', name: 'payment' } },
  },
  {
    text: 'why is checkout restarting?',
    rule: 'route.why',
    captures: { object: 'checkout' },
    outcome: { question: /Which "checkout"/, choices: bothCheckouts },
  },
  { text: 'why is blockchain restarting?', rule: 'route.why', outcome: { answer: /called "blockchain"/ } },
];
