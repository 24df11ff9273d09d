import type { Cluster } from './cluster.ts';
import type { ApiServerOptions } from './live/api-server.ts';
import { LiveCluster } from './live/live-cluster.ts';
import type { KubernetesObject } from './object.ts';
import { asOfNow } from './recorded/as-of-now.ts';
import { logsFromText } from './recorded/log-source.ts';
import { RecordedCluster } from './recorded/recorded-cluster.ts';
import { readSupportBundle } from './recorded/support-bundle.ts';

export type ClusterOptions =
  | {
      readonly kind: 'recorded';
      readonly directory: string;
      /** Times are moved, as if it had been recorded at this one; milliseconds since the epoch. */
      readonly asOf?: number;
    }
  | {
      readonly kind: 'recorded';
      readonly objects: readonly KubernetesObject[];
      /** Keys are `NAMESPACE/POD/CONTAINER`, and `NAMESPACE/POD/CONTAINER-previous`. */
      readonly logs?: Readonly<Record<string, string>>;
    }
  | ({ readonly kind: 'live' } & ApiServerOptions);

export async function openCluster(options: ClusterOptions): Promise<Cluster> {
  if (options.kind === 'live') return new LiveCluster(options);
  if ('objects' in options) return new RecordedCluster(options.objects, logsFromText(options.logs ?? {}));
  const { objects, logs, additionalResources } = await readSupportBundle(options.directory);
  if (options.asOf === undefined) return new RecordedCluster(objects, logs, additionalResources);
  const present = asOfNow(objects, logs, options.asOf);
  return new RecordedCluster(present.objects, present.logs, additionalResources);
}
