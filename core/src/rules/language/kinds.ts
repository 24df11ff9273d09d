/** Words that people put beside a name, and the kinds of Kubernetes that they mean. */
const wordsByKind: Readonly<Record<string, readonly string[]>> = {
  Pod: ['pod', 'pods', 'po'],
  Deployment: ['deployment', 'deployments', 'deploy'],
  StatefulSet: ['statefulset', 'statefulsets', 'sts', 'stateful set'],
  DaemonSet: ['daemonset', 'daemonsets', 'ds', 'daemon set'],
  ReplicaSet: ['replicaset', 'replicasets', 'rs', 'replica set'],
  Job: ['job', 'jobs'],
  CronJob: ['cronjob', 'cronjobs', 'cj', 'cron job'],
  Service: ['service', 'services', 'svc'],
  Ingress: ['ingress', 'ingresses', 'ing'],
  NetworkPolicy: ['networkpolicy', 'networkpolicies', 'netpol', 'network policy'],
  ConfigMap: ['configmap', 'configmaps', 'cm', 'config map'],
  Secret: ['secret', 'secrets'],
  PersistentVolumeClaim: ['persistentvolumeclaim', 'persistentvolumeclaims', 'pvc', 'pvcs', 'volume claim', 'claim'],
  PersistentVolume: ['persistentvolume', 'persistentvolumes', 'pv', 'volume'],
  HorizontalPodAutoscaler: ['horizontalpodautoscaler', 'hpa', 'autoscaler'],
  Node: ['node', 'nodes'],
  Namespace: ['namespace', 'namespaces', 'ns', 'project'],
  Release: ['release', 'releases', 'helm release', 'helm releases'],
};

/** Said of anything that runs; they do not tell a kind. `service` tells one only where a Service is asked for. */
const loose: readonly string[] = [
  'app',
  'application',
  'workload',
  'service',
  'component',
  'microservice',
  'container',
];

const kinds = new Map(
  Object.entries(wordsByKind).flatMap(([kind, words]) => words.map((word) => [word, kind] as const)),
);

/** RE2 of any such word. */
export const kindWordPattern: string = [...kinds.keys(), ...loose]
  .sort((a, b) => b.length - a.length)
  .map((word) => word.replace(' ', '\\s+'))
  .join('|');

/** The kind that a word means; `any` for a loose word; undefined for a word that is none of these. */
export function kindOf(word: string, wanted: readonly string[]): string | undefined {
  const normal = word.toLowerCase().replace(/\s+/g, ' ');
  const kind = kinds.get(normal);
  if (loose.includes(normal) && (kind === undefined || !wanted.includes(kind))) return 'any';
  return kind;
}
