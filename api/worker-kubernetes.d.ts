// The public API of @hexaops/worker-kubernetes: npm run api writes it.

// @hexaops/worker-kubernetes
export {
  Configuration,
  _default as default,
};

// @hexaops/worker-kubernetes/source
export {
  BundleSource,
  ClusterSource,
  ListRequest,
  LogRequest,
  ObjectList,
  ReadContext,
  SnapshotRequest,
  fetchFrom,
  kubeconfigSource,
  listPath,
  loadKubeconfig,
  passThroughSource,
  throughControlPlane,
};

// @hexaops/worker-kubernetes/diagnosis
export {
  DiagnoseOptions,
  DiagnosedFinding,
  Diagnosis,
  diagnose,
  diagnoseBundle,
  loadDiagnoseRuleSets,
  loadDiagnoseRules,
};

interface Alert {
    readonly type: string;
    readonly name: string;
    readonly status: string;
    readonly timeRange?: string;
    readonly evidence: readonly string[];
}

interface Allocated {
    readonly requests?: string;
    readonly requestsPercent?: number;
    readonly limits?: string;
    readonly limitsPercent?: number;
}

declare class ApiSource implements ClusterSource {
    readonly id: string;
    constructor(id: string, name: string, fetch: FetchKubernetes);
    snapshot(request: SnapshotRequest, context: ReadContext): Promise<ClusterSnapshot>;
    list<K extends Kind>(kind: K, request: ListRequest, context: ReadContext): Promise<ObjectList<K>>;
    logs(request: LogRequest, context: ReadContext): Promise<PodLog>;
}

interface BundleLimits {
    readonly archiveBytes: number;
    readonly totalBytes: number;
    readonly fileBytes: number;
    readonly entries: number;
    readonly compressionRatio: number;
    readonly logBytes: number;
    readonly allLogBytes: number;
}

declare class BundleSource implements ClusterSource {
    readonly id = "bundle";
    constructor(path: string, limits?: Partial<BundleLimits>);
    snapshot({ namespaces, logs }: SnapshotRequest, { signal }: ReadContext): Promise<ClusterSnapshot>;
    list<K extends Kind>(kind: K, request: ListRequest, { signal }: ReadContext): Promise<ObjectList<K>>;
    logs(request: LogRequest, { signal, byteCap }: ReadContext): Promise<PodLog>;
}

type ClusterObject = ObjectsByKind[Kind];

type ClusterScoped<Kind extends string, T> = Omit<Recorded<T>, 'kind' | 'metadata'> & {
    readonly kind: Kind;
    readonly metadata: Metadata & {
        readonly name: string;
    };
};

interface ClusterSnapshot {
    readonly source: string;
    readonly collectedAt: Date;
    readonly namespaces: readonly string[];
    list<K extends Kind>(kind: K): readonly ObjectsByKind[K][];
    covers(kind: Kind, namespace?: string): boolean;
    readonly logs: readonly PodLog[];
    readonly supplements: Supplements;
    readonly unavailable: readonly Unavailable[];
}

interface ClusterSource {
    readonly id: string;
    snapshot(request: SnapshotRequest, context: ReadContext): Promise<ClusterSnapshot>;
    list<K extends Kind>(kind: K, request: ListRequest, context: ReadContext): Promise<ObjectList<K>>;
    logs(request: LogRequest, context: ReadContext): Promise<PodLog>;
}

interface Collection {
    readonly collectedAt?: Date;
    readonly namespace?: string;
}

type ConfigMap = Omit<Namespaced<'ConfigMap', V1ConfigMap>, 'data' | 'binaryData'> & WithKeys;

interface Configuration {
    readonly source?: 'control-plane' | 'kubeconfig' | 'bundle';
    readonly kubeconfig?: {
        readonly path?: string;
        readonly context?: string;
        readonly allowPrograms?: boolean;
    };
    readonly bundle?: string;
    readonly namespaces?: Readonly<Record<string, readonly string[]>>;
    readonly readBytes?: number;
    readonly metrics?: {
        readonly minutes?: number;
    };
    readonly logs?: {
        readonly pods?: number;
        readonly lines?: number;
        readonly bytes?: number;
    };
}

interface ConnectivityCheck {
    readonly namespace: string;
    readonly service: string;
    readonly port: number;
    readonly probes: readonly ConnectivityProbe[];
}

interface ConnectivityProbe {
    readonly from?: string;
    readonly ok: boolean;
    readonly address?: string;
    readonly text: string;
}

type ControllerRevision = Omit<Namespaced<'ControllerRevision', V1ControllerRevision>, 'data'> & {
    readonly data?: {
        readonly spec?: {
            readonly template?: PodTemplate;
        };
    };
};

type CronJob = Namespaced<'CronJob', V1CronJob>;

interface CustomObject<Spec> {
    readonly apiVersion?: string;
    readonly kind?: string;
    readonly metadata?: V1ObjectMeta;
    readonly spec?: Spec;
}

type DaemonSet = Namespaced<'DaemonSet', V1DaemonSet>;

type Deployment = Namespaced<'Deployment', V1Deployment>;

interface Destination {
    host?: string;
    subset?: string;
    port?: {
        number?: number;
    };
}

type DestinationRule = Namespaced<'DestinationRule', CustomObject<{
    host?: string;
    trafficPolicy?: TrafficPolicy;
    subsets?: {
        name?: string;
        labels?: Record<string, string>;
        trafficPolicy?: TrafficPolicy;
    }[];
}>>;

interface DiagnoseOptions {
    readonly workspace?: string;
    readonly namespace?: string;
    readonly minimumConfidence?: number;
}

type DiagnosedFinding = ShownFinding<EvidenceSource>;

interface Diagnosis {
    readonly findings: readonly DiagnosedFinding[];
    readonly relations: readonly Relation[];
    readonly unavailable: readonly Unavailable[];
}

type EndpointSlice = Namespaced<'EndpointSlice', V1EndpointSlice>;

type Endpoints = Namespaced<'Endpoints', V1Endpoints>;

interface ErrorLog {
    readonly lines: number;
    readonly errors: number;
    readonly patterns: readonly {
        readonly count: number;
        readonly sample: string;
    }[];
}

type Event = Namespaced<'Event', CoreV1Event>;

type EvidenceSource = 'object' | 'event' | 'log' | 'metric' | 'probe' | 'unit' | 'alert';

interface FetchAnswer {
    readonly status: number;
    readonly body: string;
    readonly truncated?: boolean;
}

type FetchKubernetes = (path: string, options: FetchOptions) => Promise<FetchAnswer>;

interface FetchOptions extends Pick<ReadContext, 'caller' | 'signal' | 'byteCap'> {
    readonly query: Readonly<Record<string, string>>;
}

type Gateway = Namespaced<'Gateway', CustomObject<{
    selector?: Record<string, string>;
    servers?: {
        port?: {
            number?: number;
            name?: string;
            protocol?: string;
        };
        hosts?: string[];
        tls?: {
            mode?: string;
            credentialName?: string;
        };
    }[];
}>>;

type HorizontalPodAutoscaler = Namespaced<'HorizontalPodAutoscaler', V2HorizontalPodAutoscaler>;

interface HttpRoute {
    name?: string;
    match?: {
        uri?: StringMatch;
        method?: StringMatch;
        headers?: Record<string, StringMatch>;
    }[];
    route?: {
        destination?: Destination;
        weight?: number;
    }[];
    timeout?: string;
    retries?: {
        attempts?: number;
        perTryTimeout?: string;
        retryOn?: string;
    };
    fault?: {
        delay?: {
            percentage?: {
                value?: number;
            };
            percent?: number;
            fixedDelay?: string;
        };
        abort?: {
            percentage?: {
                value?: number;
            };
            percent?: number;
            httpStatus?: number;
            grpcStatus?: string;
        };
    };
}

type Ingress = Namespaced<'Ingress', V1Ingress>;

type Job = Namespaced<'Job', V1Job>;

type Kind = keyof ObjectsByKind;

interface KubeconfigOptions {
    readonly path?: string;
    readonly context?: string;
    readonly allowPrograms?: boolean;
}

type Lease = Namespaced<'Lease', V1Lease>;

type LimitRange = Namespaced<'LimitRange', V1LimitRange>;

interface ListRequest {
    readonly namespace?: string;
    readonly name?: string;
    readonly labelSelector?: string;
}

interface LogRequest {
    readonly namespace: string;
    readonly pod: string;
    readonly container?: string;
    readonly previous?: boolean;
    readonly sinceSeconds?: number;
    readonly tailLines?: number;
    readonly limitBytes?: number;
}

type Metadata = Recorded<V1ObjectMeta>;

interface MetricSeries {
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly times: Float64Array;
    readonly values: Float64Array;
}

type Namespace = ClusterScoped<'Namespace', V1Namespace>;

type Namespaced<Kind extends string, T> = Omit<Recorded<T>, 'kind' | 'metadata'> & {
    readonly kind: Kind;
    readonly metadata: Metadata & {
        readonly name: string;
        readonly namespace: string;
    };
};

type NetworkPolicy = Namespaced<'NetworkPolicy', V1NetworkPolicy>;

type Node = ClusterScoped<'Node', V1Node>;

interface NodeAllocation {
    readonly pods: readonly {
        readonly namespace: string;
        readonly name: string;
        readonly cpuRequests?: string;
        readonly cpuLimits?: string;
        readonly memoryRequests?: string;
        readonly memoryLimits?: string;
    }[];
    readonly allocated: ReadonlyMap<string, Allocated>;
}

interface NodeService {
    readonly active: string;
    readonly sub: string;
    readonly since?: Date;
    readonly text: string;
}

interface ObjectList<K extends Kind> {
    readonly items: readonly ObjectsByKind[K][];
    readonly truncated: boolean;
    readonly unavailable?: Unavailable;
}

interface ObjectsByKind {
    readonly ConfigMap: Objects.ConfigMap;
    readonly ControllerRevision: Objects.ControllerRevision;
    readonly CronJob: Objects.CronJob;
    readonly DaemonSet: Objects.DaemonSet;
    readonly Deployment: Objects.Deployment;
    readonly DestinationRule: DestinationRule;
    readonly EndpointSlice: Objects.EndpointSlice;
    readonly Endpoints: Objects.Endpoints;
    readonly Event: Objects.Event;
    readonly Gateway: Gateway;
    readonly HorizontalPodAutoscaler: Objects.HorizontalPodAutoscaler;
    readonly Ingress: Objects.Ingress;
    readonly Job: Objects.Job;
    readonly Lease: Objects.Lease;
    readonly LimitRange: Objects.LimitRange;
    readonly Namespace: Objects.Namespace;
    readonly NetworkPolicy: Objects.NetworkPolicy;
    readonly Node: Objects.Node;
    readonly PersistentVolume: Objects.PersistentVolume;
    readonly PersistentVolumeClaim: Objects.PersistentVolumeClaim;
    readonly Pod: Objects.Pod;
    readonly PodDisruptionBudget: Objects.PodDisruptionBudget;
    readonly ReplicaSet: Objects.ReplicaSet;
    readonly ResourceQuota: Objects.ResourceQuota;
    readonly RoleBinding: Objects.RoleBinding;
    readonly Secret: Objects.Secret;
    readonly Service: Objects.Service;
    readonly ServiceAccount: Objects.ServiceAccount;
    readonly StatefulSet: Objects.StatefulSet;
    readonly StorageClass: Objects.StorageClass;
    readonly VirtualService: VirtualService;
}

type PersistentVolume = ClusterScoped<'PersistentVolume', V1PersistentVolume>;

type PersistentVolumeClaim = Namespaced<'PersistentVolumeClaim', V1PersistentVolumeClaim>;

type Pod = Namespaced<'Pod', V1Pod>;

type PodDisruptionBudget = Namespaced<'PodDisruptionBudget', V1PodDisruptionBudget>;

interface PodLog {
    readonly namespace: string;
    readonly pod: string;
    readonly container: string;
    readonly previous: boolean;
    readonly text: string;
    readonly truncated: boolean;
}

type PodTemplate = Recorded<V1PodTemplateSpec>;

interface ReadContext {
    readonly caller?: Caller;
    readonly signal: AbortSignal;
    readonly byteCap: number;
}

type Recorded<T> = T extends Date ? string : T extends string | number | boolean | undefined | null ? T : T extends readonly (infer Element)[] ? readonly Recorded<Element>[] : T extends object ? {
    readonly [K in keyof T as K extends `_${infer Name}` ? Name : K]?: Recorded<T[K]> | undefined;
} : T;

type ReplicaSet = Namespaced<'ReplicaSet', V1ReplicaSet>;

interface Resource {
    readonly kind: Kind;
    readonly plural: string;
    readonly shortNames: readonly string[];
    readonly group: string;
    readonly version: string;
    readonly namespaced: boolean;
    readonly bundleNames: readonly string[];
    readonly optional: boolean;
    readonly past: boolean;
}

type ResourceQuota = Namespaced<'ResourceQuota', V1ResourceQuota>;

type RoleBinding = Namespaced<'RoleBinding', V1RoleBinding>;

type Secret = Omit<Namespaced<'Secret', V1Secret>, 'data' | 'stringData'> & WithKeys;

type Service = Namespaced<'Service', V1Service>;

type ServiceAccount = Namespaced<'ServiceAccount', V1ServiceAccount>;

interface ServiceDependencies {
    readonly upstream: readonly string[];
    readonly calls: readonly string[];
}

interface SnapshotRequest {
    readonly namespaces?: readonly string[];
    readonly logs?: 'failing' | 'none';
}

type StatefulSet = Namespaced<'StatefulSet', V1StatefulSet>;

type StorageClass = ClusterScoped<'StorageClass', V1StorageClass>;

interface StringMatch {
    exact?: string;
    prefix?: string;
    regex?: string;
}

interface Supplements {
    readonly alerts?: readonly Alert[];
    readonly connectivity?: readonly ConnectivityCheck[];
    readonly dependencies?: ReadonlyMap<string, ServiceDependencies>;
    readonly nodeServices?: ReadonlyMap<string, ReadonlyMap<string, NodeService>>;
    readonly errorLogs?: ReadonlyMap<string, ErrorLog>;
    readonly nodeAllocations?: ReadonlyMap<string, NodeAllocation>;
    readonly manifests?: ReadonlyMap<string, readonly ClusterObject[]>;
    readonly collection?: Collection;
    metrics(): readonly MetricSeries[];
    readonly metricQueries?: readonly string[];
}

interface TrafficPolicy {
    connectionPool?: {
        tcp?: {
            maxConnections?: number;
            connectTimeout?: string;
        };
        http?: {
            http1MaxPendingRequests?: number;
            http2MaxRequests?: number;
            maxRequestsPerConnection?: number;
        };
    };
    outlierDetection?: {
        consecutive5xxErrors?: number;
        interval?: string;
        baseEjectionTime?: string;
    };
    tls?: {
        mode?: string;
        credentialName?: string;
    };
}

interface Unavailable {
    readonly source: string;
    readonly reason: string;
    readonly kind?: Kind;
    readonly namespace?: string;
    readonly code?: ErrorCode;
}

type VirtualService = Namespaced<'VirtualService', CustomObject<{
    hosts?: string[];
    gateways?: string[];
    http?: HttpRoute[];
    tcp?: {
        route?: {
            destination?: Destination;
            weight?: number;
        }[];
    }[];
}>>;

interface WithKeys {
    readonly dataKeys: readonly string[];
}

declare const _default: import("@hexaops/core").Plugin;

declare function diagnose(snapshot: ClusterSnapshot, rules: CompiledRules, options?: DiagnoseOptions): Diagnosis;

declare function diagnoseBundle(path: string, rules: CompiledRules, signal: AbortSignal, options?: DiagnoseOptions): Promise<Diagnosis>;

declare function fetchFrom(config: KubeConfig): FetchKubernetes;

declare function kubeconfigSource(options?: KubeconfigOptions): Promise<ApiSource>;

declare function listPath({ group, version, plural, namespaced }: Resource, namespace?: string): string;

declare function loadDiagnoseRuleSets(signal: AbortSignal): Promise<readonly RuleSet[]>;

declare function loadDiagnoseRules(signal: AbortSignal): Promise<CompiledRules>;

declare function loadKubeconfig({ path, context, allowPrograms }: KubeconfigOptions): Promise<KubeConfig>;

declare function passThroughSource(fetchKubernetes: FetchKubernetes): ApiSource;

declare function throughControlPlane(controlPlane: Pick<ControlPlane, 'kubernetes'>): FetchKubernetes;
