import { ApiSource } from '../api/api-source.ts';
import { fetchFrom } from './fetch-kubernetes.ts';
import { type KubeconfigOptions, loadKubeconfig } from './load-kubeconfig.ts';

/** The cluster of a kubeconfig. It does not look at callers: everyone reads as the kubeconfig's user. */
export async function kubeconfigSource(options: KubeconfigOptions = {}): Promise<ApiSource> {
  const config = await loadKubeconfig(options);
  return new ApiSource('kubeconfig', `kubeconfig context ${config.getCurrentContext()}`, fetchFrom(config));
}
