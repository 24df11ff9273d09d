import type { KubeConfig } from '@kubernetes/client-node';
import { HexaopsError, messageOf, unknownName } from '@hexaops/core';

export interface KubeconfigOptions {
  /** Undefined: `KUBECONFIG`, then `~/.kube/config`, then the pod's service account, as kubectl does. */
  readonly path?: string;
  /** Undefined: the current one. */
  readonly context?: string;
  /** A kubeconfig may name a program that gives the credentials. It is run only when this is true. */
  readonly allowPrograms?: boolean;
}

/**
 * The kubeconfig with its context chosen. Raises `config-invalid` when it cannot be read, has no cluster for the context,
 * or would run a program that was not allowed.
 */
export async function loadKubeconfig({ path, context, allowPrograms = false }: KubeconfigOptions): Promise<KubeConfig> {
  // Loaded late: it is large, and who reads a bundle or a pass-through has no use for it.
  const { KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  try {
    if (path === undefined) config.loadFromDefault();
    else config.loadFromFile(path);
  } catch (cause) {
    throw new HexaopsError('config-invalid', `the kubeconfig ${path ?? ''} cannot be read: ${messageOf(cause)}`, {
      cause,
      nextStep: 'name a kubeconfig file that `kubectl` accepts',
    });
  }
  if (path === undefined) refuseInvented(config);
  if (context !== undefined) {
    const known = config.getContexts().map(({ name }) => name);
    if (!known.includes(context)) throw unknownName('config-invalid', 'kubeconfig context', context, known);
    config.setCurrentContext(context);
  }
  if (config.getCurrentCluster() === null) {
    throw new HexaopsError('config-invalid', 'the kubeconfig names no cluster for its current context', {
      nextStep: `choose one of its contexts: ${
        config
          .getContexts()
          .map(({ name }) => name)
          .join(', ') || 'there is none'
      }`,
    });
  }
  refusePrograms(config, allowPrograms);
  return config;
}

/** Where the library finds nothing it makes up a cluster, `http://localhost:8080`, whose silence would tell nobody what is missing. */
function refuseInvented(config: KubeConfig): void {
  const isInvented = config.getCurrentContext() === 'loaded-context' && config.getCurrentUser()?.name === 'user';
  if (!isInvented) return;
  throw new HexaopsError(
    'config-invalid',
    'there is no kubeconfig: KUBECONFIG is not set, and ~/.kube/config is missing',
    {
      nextStep: 'name a kubeconfig file that `kubectl` accepts, or set KUBECONFIG',
    },
  );
}

function refusePrograms(config: KubeConfig, allowed: boolean): void {
  const user = config.getCurrentUser();
  const provider: unknown = user?.authProvider?.name;
  const runsProgram = user?.exec !== undefined || (provider !== undefined && provider !== 'oidc');
  if (!runsProgram || allowed) return;
  throw new HexaopsError(
    'config-invalid',
    `the user "${user?.name ?? ''}" of the kubeconfig gets credentials from a program`,
    {
      nextStep: 'allow programs explicitly, or use a kubeconfig with a token or a client certificate',
    },
  );
}
