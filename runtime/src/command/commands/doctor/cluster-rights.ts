import { readFile } from 'node:fs/promises';
import { request } from 'node:https';
import { HexaopsError, messageOf } from '@hexaops/core';
import { type Outcome, Skipped } from './check.ts';

/** Where Kubernetes puts what a pod may know of its ServiceAccount. */
const serviceAccountDirectory = '/var/run/secrets/kubernetes.io/serviceaccount';

/**
 * By their group, what the roles that Kubernetes itself binds let everybody do (`system:basic-user`,
 * `system:cluster-trust-bundle-discovery`): ask what they are and may, and read public certificates.
 */
const everybodys: Readonly<Record<string, RegExp>> = {
  'authentication.k8s.io': /^selfsubjectreviews$/,
  'authorization.k8s.io': /^selfsubject(?:access|rules)reviews$/,
  'certificates.k8s.io': /^clustertrustbundles$/,
};
/** Cluster-wide rights hold in each namespace; those of one namespace alone are looked for where they would harm most. */
const otherNamespaces = ['kube-system', 'default'];

interface ResourceRule {
  readonly verbs?: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
}

/**
 * Whether the ServiceAccount of this pod may do nothing in the cluster: the control plane alone acts there, with the caller's
 * rights. The API server itself is asked (SelfSubjectRulesReview), with the token that anybody who broke in would have.
 */
export async function checkClusterRights(
  environment: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
  directory = serviceAccountDirectory,
): Promise<Outcome<true>> {
  const host = environment['KUBERNETES_SERVICE_HOST'];
  if (host === undefined) throw new Skipped('this is no pod');
  const token = await textOf(`${directory}/token`);
  if (token === undefined) return { message: 'no token of a ServiceAccount is mounted', value: true };
  const namespace = (await textOf(`${directory}/namespace`)) ?? 'default';
  const certificate = await textOf(`${directory}/ca.crt`);
  const server = { host, port: environment['KUBERNETES_SERVICE_PORT'] ?? '443', token, certificate };
  const rights = new Set<string>();
  for (const each of new Set([namespace, ...otherNamespaces])) {
    for (const rule of await rulesOf(server, each, signal)) rights.add(wordsOf(rule));
  }
  if (rights.size === 0) return { message: `the ServiceAccount of ${namespace} may do nothing`, value: true };
  const shown = [...rights].slice(0, 5).join('; ');
  const more = rights.size > 5 ? `; and ${rights.size - 5} more` : '';
  throw new HexaopsError(
    'config-invalid',
    `the ServiceAccount of this pod has rights in the cluster: ${shown}${more}`,
    {
      nextStep: 'remove its role bindings, and mount no token: automountServiceAccountToken: false',
    },
  );
}

interface Server {
  readonly host: string;
  readonly port: string;
  readonly token: string;
  readonly certificate: string | undefined;
}

/** What is more than anybody may. */
async function rulesOf(server: Server, namespace: string, signal: AbortSignal): Promise<readonly ResourceRule[]> {
  const body = JSON.stringify({
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectRulesReview',
    spec: { namespace },
  });
  const answer = await post(server, '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews', body, signal);
  const { status } = JSON.parse(answer) as { readonly status?: { readonly resourceRules?: readonly ResourceRule[] } };
  return (status?.resourceRules ?? []).filter((rule) => !isEverybodys(rule));
}

function isEverybodys({ apiGroups = [], resources = [] }: ResourceRule): boolean {
  return apiGroups.every((group) => resources.every((resource) => everybodys[group]?.test(resource) === true));
}

function wordsOf({ verbs = [], resources = [], apiGroups = [] }: ResourceRule): string {
  const groups = apiGroups.filter((group) => group !== '');
  return `${verbs.join(', ')} ${resources.join(', ')}${groups.length === 0 ? '' : ` of ${groups.join(', ')}`}`;
}

/** With the cluster's own certificates alone. */
async function post(
  { host, port, token, certificate }: Server,
  path: string,
  body: string,
  signal: AbortSignal,
): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const options = { host, port, path, method: 'POST', headers, signal };
  const asked = request(certificate === undefined ? options : { ...options, ca: certificate }, (response) => {
    let text = '';
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => (text += chunk));
    response.on('error', reject);
    response.on('end', () =>
      response.statusCode === 200 || response.statusCode === 201
        ? resolve(text)
        : reject(new Error(`the answer was ${response.statusCode}`)),
    );
  });
  asked.on('error', reject);
  asked.end(body);
  return promise.catch((cause: unknown) => {
    throw new HexaopsError('cluster-unavailable', `the API server cannot be asked for rights: ${messageOf(cause)}`, {
      cause,
      nextStep: 'let this pod reach it for the check, or mount no token: automountServiceAccountToken: false',
    });
  });
}

/** Undefined where there is no such file. */
async function textOf(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new HexaopsError('config-invalid', `${file} cannot be read: ${messageOf(cause)}`, { cause });
  }
}
