import type { V1ObjectMeta } from '@kubernetes/client-node';
import type { Namespaced } from './objects.ts';

/** The parts of Istio's `networking.istio.io` objects that decide where traffic goes, and whether it arrives. */
interface CustomObject<Spec> {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: V1ObjectMeta;
  readonly spec?: Spec;
}

interface Destination {
  host?: string;
  subset?: string;
  port?: { number?: number };
}

interface StringMatch {
  exact?: string;
  prefix?: string;
  regex?: string;
}

interface HttpRoute {
  name?: string;
  match?: { uri?: StringMatch; method?: StringMatch; headers?: Record<string, StringMatch> }[];
  route?: { destination?: Destination; weight?: number }[];
  timeout?: string;
  retries?: { attempts?: number; perTryTimeout?: string; retryOn?: string };
  /** Injected on purpose: a percentage of the requests is delayed or answered with an error. */
  fault?: {
    delay?: { percentage?: { value?: number }; percent?: number; fixedDelay?: string };
    abort?: { percentage?: { value?: number }; percent?: number; httpStatus?: number; grpcStatus?: string };
  };
}

export type VirtualService = Namespaced<
  'VirtualService',
  CustomObject<{
    hosts?: string[];
    gateways?: string[];
    http?: HttpRoute[];
    tcp?: { route?: { destination?: Destination; weight?: number }[] }[];
  }>
>;

interface TrafficPolicy {
  connectionPool?: {
    tcp?: { maxConnections?: number; connectTimeout?: string };
    http?: { http1MaxPendingRequests?: number; http2MaxRequests?: number; maxRequestsPerConnection?: number };
  };
  outlierDetection?: { consecutive5xxErrors?: number; interval?: string; baseEjectionTime?: string };
  tls?: { mode?: string; credentialName?: string };
}

export type DestinationRule = Namespaced<
  'DestinationRule',
  CustomObject<{
    host?: string;
    trafficPolicy?: TrafficPolicy;
    subsets?: { name?: string; labels?: Record<string, string>; trafficPolicy?: TrafficPolicy }[];
  }>
>;

export type Gateway = Namespaced<
  'Gateway',
  CustomObject<{
    selector?: Record<string, string>;
    servers?: {
      port?: { number?: number; name?: string; protocol?: string };
      hosts?: string[];
      tls?: { mode?: string; credentialName?: string };
    }[];
  }>
>;
