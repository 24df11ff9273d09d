import { bothCheckouts, type Phrasing } from './phrasing.ts';

function scale(text: string, name: string, replicas: number, namespace = 'shop'): Phrasing {
  return {
    text,
    rule: 'route.scale',
    captures: { replicas },
    outcome: { tool: 'scale-deployment', arguments: { namespace, name, replicas } },
  };
}

function restart(text: string, kind: string, name: string): Phrasing {
  return {
    text,
    rule: 'route.restart',
    outcome: { tool: 'restart-workload', arguments: { namespace: 'shop', kind, name } },
  };
}

/** What changes something. */
export const changes: readonly Phrasing[] = [
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
  scale('scale checkout in staging to 2', 'checkout', 2, 'staging'),
  scale('scale the checkout deployment in the shop namespace to five replicas please', 'checkout', 5),
  scale('scale redis cart to 2', 'redis-cart', 2),
  scale('"scale "frontend" to 3"', 'frontend', 3),
  scale('`scale redis-cart to 2`', 'redis-cart', 2),
  {
    text: 'scale payment in staging to 2',
    rule: 'route.scale',
    outcome: { question: /no "payment in staging"/, choices: ['Deployment shop/payment'] },
  },
  {
    text: 'scale checkout to 3',
    rule: 'route.scale',
    captures: { replicas: 3 },
    outcome: { question: /Which "checkout"/, choices: bothCheckouts },
  },
  {
    text: 'scale frontned to 3',
    rule: 'route.scale',
    outcome: { question: /no "frontned"/, choices: ['Deployment shop/frontend'] },
  },
  {
    text: 'scale cart to 3',
    rule: 'route.scale',
    outcome: { question: /no "cart"/, choices: ['Deployment shop/redis-cart'] },
  },
  { text: 'scale postgres to 3', rule: 'route.scale', outcome: { answer: /no Deployment called "postgres"/ } },
  { text: 'scale blockchain to 3', rule: 'route.scale', outcome: { answer: /no Deployment called "blockchain"/ } },
  {
    text: 'scale up frontend',
    rule: 'route.scale-without-a-number',
    outcome: { question: /To how many replicas/, choices: [] },
  },
  ...[
    'scale payment to 10000',
    'scale payment to -1',
    'scale payment to 99999999999',
    'scale payment to a million',
  ].map((text): Phrasing => ({ text, rule: 'route.scale-out-of-range', outcome: { answer: /from 0 to 1000/ } })),
  { text: 'scale payment by 2', rule: 'route.scale-by', outcome: { answer: /Say how many/ } },
  {
    text: 'stop payment',
    rule: 'route.stop',
    outcome: { tool: 'scale-deployment', arguments: { namespace: 'shop', name: 'payment', replicas: 0 } },
  },

  restart('restart frontend', 'Deployment', 'frontend'),
  restart('Could you restart the frontend deployment, please?', 'Deployment', 'frontend'),
  restart('restart the frontend service', 'Deployment', 'frontend'),
  restart('restart all pods of frontend', 'Deployment', 'frontend'),
  {
    text: 'restart pod frontend-7d9f8c6b5d-x2x4x',
    rule: 'route.restart',
    outcome: { question: /no "frontend-7d9f8c6b5d-x2x4x"/, choices: ['Deployment shop/frontend'] },
  },
  restart('restart redis cart', 'Deployment', 'redis-cart'),
  restart('restart the frontend pods', 'Deployment', 'frontend'),
  restart('bounce redis-cart now', 'Deployment', 'redis-cart'),
  restart('do a rolling restart of payment', 'Deployment', 'payment'),
  restart('restart statefulset postgres', 'StatefulSet', 'postgres'),
  restart('rollout restart daemonset/log-agent', 'DaemonSet', 'log-agent'),
  {
    text: 'restart checkout',
    rule: 'route.restart',
    outcome: { question: /Which "checkout"/, choices: bothCheckouts },
  },
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
  {
    text: 'set the image of payment to registry.example/payment:2',
    rule: 'route.set-image-without-container',
    outcome: { answer: /the image of CONTAINER in payment/ },
  },
  {
    text: 'uncordon node worker-1',
    rule: 'route.uncordon',
    outcome: { tool: 'uncordon-node', arguments: { name: 'worker-1' } },
  },
  { text: 'delete the frontend deployment', rule: 'route.no-deletion', outcome: { answer: /delete nothing/ } },
  { text: 'remove everything', rule: 'route.no-deletion', outcome: { answer: /delete nothing/ } },
];
