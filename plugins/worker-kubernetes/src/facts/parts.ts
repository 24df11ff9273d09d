import type { Container, Pod } from '../cluster/objects.ts';
import type { ConnectivityCheck } from '../cluster/supplements.ts';

/** Parts of recorded objects that facts are made of. */
export type PodSpec = NonNullable<Pod['spec']>;
export type Probe = NonNullable<Container['livenessProbe']>;
export type ConnectivityProbe = ConnectivityCheck['probes'][number];
