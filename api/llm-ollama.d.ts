// The public API of @hexaops/llm-ollama: npm run api writes it.

// @hexaops/llm-ollama
export {
  LlmOllamaConfig,
  OllamaNodes,
  createOllamaNodes,
  _default as default,
};

// @hexaops/llm-ollama/schedule
export {
  Admission,
  Call,
  CallClass,
  Decision,
  ReplicaState,
  ScheduleSettings,
  Scheduler,
  Timing,
  callClasses,
  defaultSettings,
};

// @hexaops/llm-ollama/testing
export {
  FakeModel,
  FakeOllama,
  FakeSettings,
  Received,
  Trouble,
};

type Admission = {
    readonly admitted: true;
} | {
    readonly admitted: false;
    readonly retryAfter: number;
};

interface Call {
    readonly id: number;
    readonly model: string;
    readonly workspace: string;
    readonly class: CallClass;
    readonly inputTokens: number;
    readonly prefix: readonly (string | number)[];
    readonly arrived: number;
    readonly deadline?: number | undefined;
}

type CallClass = (typeof callClasses)[number];

type Decision = {
    readonly kind: 'dispatch';
    readonly call: Call;
    readonly node: string;
} | {
    readonly kind: 'expire';
    readonly call: Call;
} | {
    readonly kind: 'load';
    readonly node: string;
    readonly model: string;
} | {
    readonly kind: 'unload';
    readonly node: string;
    readonly model: string;
};

interface FakeModel {
    readonly bytes: number;
    readonly says?: (prompt: string) => string;
    readonly calls?: readonly {
        readonly name: string;
        readonly arguments: Readonly<Record<string, unknown>>;
    }[];
    readonly capabilities?: readonly string[];
    readonly loadFails?: string;
}

declare class FakeOllama implements AsyncDisposable {
    readonly received: Received[];
    trouble: Trouble | undefined;
    aborted: number;
    inFlight: number;
    mostInFlight: number;
    constructor(settings?: Partial<FakeSettings>);
    start(): Promise<this>;
    get url(): string;
    get loads(): number;
    get loaded(): readonly string[];
    kill(): void;
    [Symbol.asyncDispose](): Promise<void>;
}

interface FakeSettings {
    readonly parallel: number;
    readonly maximumLoaded: number;
    readonly maximumQueue: number;
    readonly keepAlive: number;
    readonly models: Readonly<Record<string, FakeModel>>;
    readonly prefill: number;
    readonly decode: number;
    readonly loadMilliseconds: number;
    readonly unloadMilliseconds: number;
}

interface LlmOllamaConfig {
    readonly nodes?: readonly string[];
    readonly service?: string;
    readonly id?: string;
    readonly slots?: number;
    readonly modelsPerNode?: number;
    readonly contextTokens?: number;
    readonly authorization?: string;
    readonly weights?: Readonly<Record<string, number>>;
    readonly maximumWaiting?: number;
    readonly replicas?: number;
    readonly pollMilliseconds?: number;
    readonly firstTokenMilliseconds?: number;
    readonly idleMilliseconds?: number;
}

declare class Node {
    readonly id: string;
    readonly residents: Map<string, Resident>;
    up: boolean;
    leaving: boolean;
    inFlight: number;
    closedUntil: number;
    onTrial: boolean;
    installed: ReadonlySet<string> | undefined;
    readonly left: Map<string, number>;
    prefillTokens: number;
    prefillElsewhere: number;
    readonly refuses: Map<string, number>;
    successor: string | undefined;
    constructor(id: string);
    ratesOf(model: string): Rates;
    takes(model: string, now: number): boolean;
    mayHave(model: string): boolean;
    get calm(): boolean;
}

interface NodeState {
    readonly prefillTokens: number;
    readonly inFlight: Readonly<Record<string, number>>;
    readonly leaving: readonly string[];
}

interface OllamaNodes extends AsyncDisposable {
    readonly provider: LlmProvider;
    readonly schedule: ModelSchedule;
    start(): Promise<void>;
}

declare class Rates {
    constructor(prefillTokensPerSecond: number, loadMilliseconds: number);
    get prefillTokensPerSecond(): number;
    get loadMilliseconds(): number;
    learn({ prefillMilliseconds }: Timing, uncachedTokens: number): void;
    learnLoad(milliseconds: number): void;
}

interface Received {
    readonly path: string;
    readonly body: Readonly<Record<string, unknown>>;
    readonly headers: Readonly<Record<string, unknown>>;
}

interface ReplicaState {
    readonly nodes: Readonly<Record<string, NodeState>>;
    readonly urgencies: Readonly<Record<string, number>>;
    readonly demands: Readonly<Record<string, {
        readonly work: number;
        readonly waiting: number;
    }>>;
}

declare class Resident {
    readonly model: string;
    readonly caches: SlotCaches;
    state: ResidentState;
    since: number;
    inFlight: number;
    elsewhere: number;
    leaving: boolean;
    closedUntil: number;
    onTrial: boolean;
    constructor(model: string, state: ResidentState, slots: number, now: number);
    enter(state: ResidentState, now: number): void;
}

type ResidentState = 'loading' | 'ready' | 'draining' | 'unloading';

interface ScheduleSettings {
    readonly slots: number;
    readonly modelsPerNode: number;
    readonly blockTokens: number;
    readonly longestWait: Readonly<Record<CallClass, number>>;
    readonly ageing: Readonly<Record<Exclude<CallClass, 'interactive'>, number>>;
    readonly mostWaiting: number;
    readonly weights: Readonly<Record<string, number>>;
    readonly slack: number;
    readonly outputCost: number;
    readonly dwell: number;
}

declare class Scheduler {
    leads: boolean;
    constructor(settings?: Partial<ScheduleSettings>);
    get settings(): ScheduleSettings;
    limit(slots: number): void;
    get nodes(): ReadonlyMap<string, Node>;
    get size(): number;
    waitingOf(rank: number): number;
    offer(call: Call, now: number): Admission;
    predictedWait({ model, workspace, class: name }: Pick<Call, 'model' | 'workspace' | 'class'>, now: number): number;
    cancel(id: number, now: number): boolean;
    begun(id: number): void;
    finished(id: number, timing: Timing, now: number): void;
    giveBack(id: number, now: number, elsewhere: boolean): boolean;
    close(node: string, model: string, until: number): void;
    distrust(node: string, model: string | undefined, until: number): void;
    trust(node: string, model: string | undefined): void;
    observe(node: string, models: readonly string[], now: number, asked?: number): void;
    installed(node: string, models: Iterable<string>): void;
    nodesFor(model: string): {
        readonly up: number;
        readonly having: number;
    };
    lost(node: string): void;
    forget(node: string): void;
    loaded(node: string, model: string, now: number): void;
    loadFailed(node: string, model: string, until: number): void;
    gone(node: string, model: string, now: number): void;
    decide(now: number): readonly Decision[];
    tell(now: number): ReplicaState;
    hear(states: readonly ReplicaState[]): void;
    nextTime(now: number): number;
}

declare class SlotCaches {
    constructor(slots: number);
    cached(prefix: readonly (string | number)[]): number;
    enter(prefix: readonly (string | number)[], now: number): {
        readonly slot: number;
        readonly cached: number;
    };
    leave(index: number, now: number): void;
}

interface Timing {
    readonly inputTokens: number;
    readonly prefillMilliseconds: number;
    readonly outputTokens: number;
    readonly decodeMilliseconds: number;
}

interface Trouble {
    readonly after: number;
    readonly how: 'end' | 'cut' | 'silence' | 'error' | 'garbage';
}

declare const _default: import("@hexaops/core").Plugin;

declare const callClasses: readonly ['interactive', 'routing', 'background'];

declare function createOllamaNodes(config: LlmOllamaConfig, leases?: ReplicaLeases): OllamaNodes;

declare const defaultSettings: ScheduleSettings;
