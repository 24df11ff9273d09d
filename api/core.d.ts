// The public API of @hexaops/core: npm run api writes it.

// @hexaops/core
export {
  Agent,
  AgentEngine,
  AgentResult,
  AgentRun,
  AlertMapping,
  AlertReception,
  AlertRecord,
  AlertReport,
  Alerts,
  AnswerDraft,
  AnswerWords,
  AnsweredRequest,
  Append,
  Approval,
  ApprovedBytes,
  AskInput,
  AskOptions,
  AuditAccess,
  AuditAppend,
  AuditBatch,
  AuditEntry,
  AuditOutbox,
  AuditReader,
  AuditRecord,
  AuditSelection,
  AuditSettings,
  AuditSink,
  AuthenticationRequest,
  Authenticator,
  AwaitedApproval,
  BackgroundJob,
  Beginning,
  BlastRadius,
  BodyText,
  BoundTool,
  Bounded,
  Budget,
  BudgetLimits,
  Budgets,
  CallOptions,
  Caller,
  CallerToken,
  Candidate,
  Cell,
  ChainHead,
  ChainLink,
  ChainProblem,
  ChainReport,
  ChainedEntry,
  Change,
  ChangeLimits,
  ChangeMode,
  ChatProblem,
  ChatProjection,
  ChatProtocol,
  ChatRequest,
  Check,
  CheckOutcome,
  Choice,
  ClockReading,
  ClusterQuery,
  ClusterReader,
  ClusterReading,
  ClusterResource,
  ComponentHealth,
  Contribution,
  ControlPlane,
  ControlPlaneRead,
  CreateEngineOptions,
  CutDetails,
  Dataset,
  DatasetItem,
  Decision,
  Denial,
  DryRun,
  Endpoint,
  EndpointConfig,
  Engine,
  EngineConfig,
  EngineRules,
  ErrorCode,
  ErrorDetails,
  EventError,
  EventsOptions,
  Evidence,
  EvidenceContent,
  EvidenceDraft,
  EvidenceSeries,
  ExtensionPoint,
  Fact,
  Feedback,
  Finding,
  Forecast,
  FoundDifference,
  FoundRecord,
  HealthSource,
  HexaopsError,
  HistoryEntry,
  HookContext,
  HookName,
  Hooks,
  Infer,
  InstalledModel,
  Inverse,
  Investigation,
  InvestigationOutcome,
  InvestigationRecord,
  InvestigationReport,
  InvestigationService,
  InvestigationSettings,
  Investigations,
  JobFailure,
  JobRunner,
  KeptMoment,
  KeptWords,
  Key,
  KubernetesAnswer,
  KubernetesObject,
  LeaseRelease,
  LevelChange,
  LevelDifference,
  LlmProvider,
  LoadedPlugin,
  Measured,
  Measurement,
  MetricAnswer,
  MetricQuestion,
  MetricRange,
  MetricReader,
  MetricSeries,
  MetricSubject,
  MetricsPage,
  ModelCall,
  ModelExchange,
  ModelSchedule,
  ModelSettings,
  ModelTask,
  ModelsConfig,
  Moment,
  ObjectReference,
  OfferedResource,
  OlderSpecs,
  OpenPlugins,
  Operation,
  OperationIntent,
  OperationOutcome,
  Owner,
  Patience,
  PendingApproval,
  Permission,
  Places,
  Plan,
  PlanStep,
  Plugin,
  PluginApi,
  PluginDefinition,
  PluginManifest,
  PluginReference,
  Preview,
  Provenance,
  PullProgress,
  Purpose,
  RankedFinding,
  RateLimit,
  RatedRun,
  Reached,
  ReadTool,
  Recommendation,
  Relation,
  Release,
  Remedy,
  ReplicaLeases,
  Resolver,
  RestoredRun,
  ResumeInput,
  Row,
  RuleSource,
  RunEvent,
  RunEventBody,
  RunEventDraft,
  RunEventType,
  RunRecord,
  ScheduleSnapshot,
  ScheduledNode,
  Schema,
  Sensitivity,
  SeriesOutline,
  SessionRecord,
  SharedLimits,
  SilentNode,
  Spec,
  Store,
  StreamedEvent,
  Suggestion,
  Surface,
  Table,
  Taint,
  Tap,
  Task,
  Tool,
  ToolCall,
  ToolContext,
  ToolResult,
  Trend,
  TriedContext,
  TriedRule,
  UnavailableSource,
  UnreadableRecord,
  Verification,
  VerifyChainOptions,
  VersionedRead,
  Wait,
  WorkspaceModel,
  WorkspaceModels,
  WorkspaceSettings,
  WriteTool,
  ageOf,
  agentEnginePoint,
  agentPoint,
  auditFull,
  auditReaderPoint,
  auditSinkPoint,
  authenticatorPoint,
  batchOf,
  boundEntry,
  boundedFetch,
  boundedTable,
  boundedText,
  chain,
  chainStart,
  chatProtocolPoint,
  checkCompatibility,
  checkPoint,
  clusterPoint,
  contributionsOf,
  controlPlanePoint,
  coreVersion,
  createEngine,
  datasetPoint,
  defaultAudit,
  defaultBudget,
  defaultChangeLimits,
  defaultInvestigationSettings,
  defaultModelSettings,
  definePlugin,
  defineReadTool,
  defineWriteTool,
  detailsBytes,
  differences,
  endpointOf,
  endpointProperties,
  engineRules,
  estimateTokens,
  extensionPoint,
  factSchemas,
  fitTokens,
  forecastOf,
  growthOf,
  hashOf,
  healthPoint,
  inert,
  isSecretName,
  isStored,
  jobPoint,
  jobRunnerPoint,
  keptWordsPoint,
  levelChanges,
  levelDifference,
  linkHash,
  listedModels,
  llmProviderPoint,
  loadPlugin,
  maskCommandLine,
  maskValue,
  masked,
  measured,
  measurementPoint,
  messageOf,
  metricsPagePoint,
  metricsPoint,
  modelSchedulePoint,
  modelsCheck,
  nameOfObject,
  openAudit,
  openPlugins,
  optional,
  outlineOf,
  parseManifest,
  parseQuantity,
  plainLoop,
  reach,
  readBody,
  readManifest,
  readUntil,
  recordsThatFit,
  renderApproval,
  replicaLeasesPoint,
  requireClocksAgree,
  requireWhole,
  resolverPoint,
  ruleSourcePoint,
  sameObject,
  serviceKey,
  sharedLimitsPoint,
  sparkline,
  storePoint,
  storedEvents,
  streamPartsOf,
  surfacePoint,
  toolPoint,
  trendOf,
  unknownName,
  verifyChain,
  visible,
  withoutSecrets,
  workspaceModelsPoint,
};

// @hexaops/core/diagnosis
export {
  EvidenceReference,
  FindingEvidence,
  FindingEvidenceOptions,
  Rankable,
  ShownFact,
  ShownFinding,
  causesOf,
  describeCauses,
  evidenceOf,
  findingsOf,
  keyOfObject,
  nearestRelations,
  rankFindings,
  withoutGuesses,
};

// @hexaops/core/rules
export {
  Action,
  ActionInput,
  ActionOf,
  AllowAction,
  AnswerAction,
  ApprovalRequirement,
  AskAction,
  BindingAction,
  Capture,
  CaptureDeclaration,
  Captures,
  ChosenSteps,
  CompileOptions,
  CompiledRule,
  CompiledRules,
  DenyAction,
  Evaluation,
  ExplainedCondition,
  Explanation,
  FactSchemas,
  FieldConditions,
  FindingAction,
  FiredRule,
  GuardDecision,
  InvestigateAction,
  Layer,
  MatchValue,
  Mode,
  ModelReference,
  NamedObject,
  PlanAction,
  Position,
  RequireApprovalAction,
  Rule,
  RuleExpectation,
  RuleFact,
  RuleIssue,
  RuleSet,
  RuleSnapshot,
  RuleTest,
  RuleTestResult,
  Scalar,
  Severity,
  Stage,
  StepAction,
  TextConditions,
  UndecidedRule,
  UseAction,
  Verdict,
  chooseSteps,
  compileRules,
  createRuleSnapshot,
  formatDuration,
  formatIssue,
  parseDuration,
  parseRuleSets,
  renderAction,
  renderTemplate,
  ruleDirectory,
  ruleSetSchema,
  runRuleTests,
  stages,
};

// @hexaops/core/testing
export {
  Attack,
  AttackGoal,
  AuditSinkUnderTest,
  Check,
  FakeCallerOptions,
  FakeControlPlane,
  HeldPlugin,
  KnownTool,
  Order,
  PerformedOperation,
  PluginTools,
  ProviderRecordings,
  ProviderUnderTest,
  PuppetModel,
  PuppetOptions,
  RecordedAnswer,
  RecordingModel,
  ReplayServer,
  ReplayedRequest,
  Script,
  ScriptedTurn,
  ServerCheck,
  ToolSituation,
  agentEngineChecks,
  appendOf,
  attacksFor,
  auditOf,
  auditSinkChecks,
  chatRecordings,
  collect,
  createFakeControlPlane,
  createMemoryStore,
  createPuppetModel,
  createScriptedModel,
  eventsOf,
  fakeCaller,
  fakeEntry,
  fakeRecords,
  lastOf,
  openTools,
  promptText,
  providerChecks,
  providerOf,
  replay,
  replicaChecks,
  ruleChecks,
  ruleSetsOf,
  runChecks,
  scene,
  serverCheckChecks,
  serverSentEvents,
  storeChecks,
  toolChecks,
};

type Action = ActionOf<Stage>;

type ActionInput = Action | {
    readonly allow: true;
} | {
    readonly undo: true;
} | {
    readonly deny: true;
} | {
    readonly requireApproval: true;
};

type ActionOf<S extends Stage> = ActionsByStage[S];

interface ActionsByStage {
    readonly route: PlanAction | AnswerAction | AskAction | UndoAction;
    readonly diagnose: FindingAction;
    readonly guard: DenyAction | RequireApprovalAction | AllowAction;
    readonly trigger: InvestigateAction;
    readonly model: UseAction;
}

interface Agent {
    readonly id: string;
    readonly description: string;
    readonly instructions: string;
    readonly tools: readonly string[];
    readonly maximumSteps: number;
    readonly purpose?: Purpose;
    readonly engine?: string;
}

interface AgentEngine {
    readonly id: string;
    run(run: AgentRun): Promise<AgentResult>;
}

interface AgentResult {
    readonly text: string;
    readonly finish: 'stop' | 'steps' | 'length' | 'cancelled';
    readonly usage: {
        readonly inputTokens: number;
        readonly outputTokens: number;
    };
}

interface AgentRun {
    readonly agent: Agent;
    readonly task: string;
    readonly model: LanguageModelV4;
    readonly tools: readonly BoundTool[];
    readonly promptTokens: number;
    readonly signal: AbortSignal;
    readonly conversation?: {
        readonly workspace: string;
        readonly subject: string;
        readonly session: string;
    };
}

interface AlertMapping {
    readonly labels: Readonly<Record<string, string>>;
    readonly workspace: string;
}

interface AlertReception {
    readonly fingerprint: string;
    readonly outcome: 'begun' | 'resting' | 'limited' | 'recorded' | 'stale' | 'refused';
    readonly reason?: string;
}

interface AlertRecord {
    readonly workspace: string;
    readonly fingerprint: string;
    readonly status: 'firing' | 'resolved';
    readonly name: string;
    readonly severity?: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
    readonly startsAt: number;
    readonly endsAt?: number;
    readonly firstSeenAt: number;
    readonly lastSeenAt: number;
    readonly fired: number;
    readonly firedLately: number;
    readonly countedFrom: number;
    readonly investigation?: string;
}

interface AlertReport {
    readonly fingerprint: string;
    readonly status: 'firing' | 'resolved';
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
    readonly startsAt: number;
    readonly endsAt?: number;
}

interface Alerts {
    update(workspace: string, fingerprints: readonly string[], next: (fingerprint: string, known: AlertRecord | undefined) => AlertRecord | undefined): Promise<void>;
    list(workspace: string, limit: number): Promise<readonly AlertRecord[]>;
    prune(workspace: string, most: number): Promise<number>;
}

interface AllowAction {
    readonly allow: Readonly<Record<string, never>>;
}

interface AnswerAction {
    readonly answer: {
        readonly template: string;
    };
}

interface AnswerDraft {
    readonly text: string;
    readonly citations: readonly string[];
}

interface AnswerWords {
    readonly type: 'answer-words';
    readonly at: number;
    readonly text: string;
    readonly run: string;
    readonly session: string;
    readonly sequence: number;
    readonly time: string;
    readonly version: 1;
}

interface AnsweredRequest {
    readonly method: 'GET' | 'POST' | 'DELETE' | 'other';
    readonly path: string;
    readonly status: number;
    readonly milliseconds: number;
}

interface Append {
    readonly run: string;
    readonly after: number;
    readonly events: readonly RunEventDraft[];
    readonly status: RunRecord['status'];
    readonly now: number;
    readonly pending: AwaitedApproval | null;
    readonly worked?: readonly string[];
    readonly audit?: AuditAppend;
}

interface Approval {
    readonly id: string;
    readonly step: string;
    readonly hash: string;
    readonly bytes: ApprovedBytes;
    readonly summary: string;
    readonly changes: readonly Change[];
    readonly rendering?: readonly string[];
    readonly provenance: Readonly<Record<string, Provenance>>;
    readonly reasons: readonly string[];
    readonly roles: readonly string[];
    readonly fourEyes: boolean;
}

interface ApprovalRequirement {
    readonly role?: string;
    readonly fourEyes?: boolean;
    readonly expiresIn?: string;
    readonly expiresInSeconds?: number;
}

interface ApprovedBytes {
    readonly approval?: string;
    readonly run?: string;
    readonly step?: string;
    readonly summary?: string;
    readonly changes?: readonly Change[];
    readonly dryRun?: string | null;
    readonly permissions?: string;
    readonly tool: string;
    readonly operation: string;
    readonly target: string;
    readonly parameters: Readonly<Record<string, unknown>>;
    readonly arguments: Readonly<Record<string, unknown>>;
    readonly resourceVersion: string | null;
    readonly subject: string;
    readonly workspace: string;
    readonly expiresAt: number;
    readonly nonce: string;
}

type Arguments<H> = H extends {
    promise(...input: infer A): Promise<unknown>;
} ? A : never;

interface AskAction {
    readonly ask: {
        readonly question: string;
        readonly choices?: readonly string[];
    };
}

interface AskInput {
    readonly message: string;
    readonly session?: string;
    readonly namespaces?: readonly string[];
    readonly changes?: ChangeMode;
}

interface AskOptions {
    readonly signal?: AbortSignal;
}

type Atom = {
    readonly path: Path;
} & ({
    readonly operator: 'equals' | 'not' | 'contains';
    readonly operand: Scalar;
} | {
    readonly operator: 'in' | 'notIn';
    readonly operand: readonly Scalar[];
} | {
    readonly operator: 'greaterThan' | 'atLeast' | 'lessThan' | 'atMost';
    readonly operand: number | string;
} | {
    readonly operator: 'startsWith' | 'endsWith';
    readonly operand: string;
} | {
    readonly operator: 'matches';
    readonly operand: string;
    readonly pattern: TextTest;
} | {
    readonly operator: 'words';
    readonly operand: readonly string[];
    readonly pattern: TextTest;
} | {
    readonly operator: 'exists';
    readonly operand: boolean;
});

interface Attack {
    readonly name: string;
    readonly text: string;
}

interface AttackGoal {
    readonly order: Order;
    readonly sentence: string;
}

interface AuditAccess extends AsyncDisposable {
    readonly readers: readonly AuditReader[];
    readonly store: Store | undefined;
}

interface AuditAppend {
    readonly entries: readonly AuditEntry[];
    readonly room: number;
}

interface AuditBatch {
    readonly id: string;
    readonly sink: string;
    readonly records: readonly AuditRecord[];
}

interface AuditEntry {
    readonly id: string;
    readonly timestamp: string;
    readonly phase: 'intent' | 'outcome';
    readonly run: string;
    readonly subject: string;
    readonly organizations: readonly string[];
    readonly workspace: string;
    readonly eventType: string;
    readonly resource: string;
    readonly details: Readonly<Record<string, unknown>>;
    readonly initiatedBy: 'AIOpsAgent';
    readonly sourceAddress?: string;
    readonly approvedBy?: string;
}

interface AuditOutbox {
    register(sinks: readonly string[]): Promise<void>;
    batch(sink: string, limit: number, bytes?: number): Promise<AuditBatch | undefined>;
    acknowledge(sink: string, batch: string): Promise<void>;
    records(after: number, limit: number): Promise<readonly AuditRecord[]>;
    heads(): Promise<readonly ChainHead[]>;
    waiting(): Promise<{
        readonly records: number;
        readonly oldest: number | undefined;
    }>;
    prune(before: number): Promise<number>;
}

interface AuditReader {
    readonly id: string;
    schema(): string;
    records(selection: AuditSelection, signal: AbortSignal): AsyncIterable<FoundRecord | UnreadableRecord>;
}

interface AuditRecord extends ChainedEntry {
    readonly position: number;
}

interface AuditSelection {
    readonly workspace?: string;
    readonly from?: string;
    readonly to?: string;
}

interface AuditSettings {
    readonly room?: number;
    readonly keepDays?: number;
}

interface AuditSink {
    readonly id: string;
    deliver(batch: AuditBatch, signal: AbortSignal): Promise<void>;
}

interface AuditSinkUnderTest {
    readonly sink: AuditSink;
    readonly kept: () => Promise<readonly Pick<AuditRecord, 'position' | 'hash' | 'entry'>[]>;
}

interface AuthenticationRequest {
    readonly headers: Readonly<Record<string, string | undefined>>;
}

interface Authenticator {
    readonly id: string;
    authenticate(request: AuthenticationRequest, signal: AbortSignal): Promise<Caller | undefined>;
}

interface AwaitedApproval {
    readonly approval: string;
    readonly expiresAt: number;
}

interface BackgroundJob {
    readonly name: string;
    readonly every: number;
    run(signal: AbortSignal): Promise<void>;
}

interface Beginning {
    readonly session?: SessionRecord;
    readonly events: readonly RunEventDraft[];
}

interface Binding {
    readonly step: string;
    readonly value: string;
    readonly type: 'instant' | 'age' | 'integer' | 'name';
    readonly earlier?: number;
    readonly longest?: number;
    readonly otherwise?: unknown;
}

interface BindingAction {
    readonly step: string;
    readonly value: string;
    readonly type: 'instant' | 'age' | 'integer' | 'name';
    readonly earlier?: string;
    readonly longest?: string;
    readonly otherwise?: unknown;
}

interface BlastRadius {
    readonly replicasBefore?: number;
    readonly replicasAfter?: number;
    readonly pods?: number;
    readonly share?: number;
    readonly namespaces?: readonly string[];
    readonly isWholeWorkspace?: boolean;
}

interface BodyText {
    readonly text: string;
    readonly truncated: boolean;
}

type BoundTool = Pick<ReadTool, 'name' | 'description' | 'input'> & {
    call(input: unknown): Promise<string>;
    problems(input: unknown): readonly string[];
};

type Bounded = Pick<EvidenceDraft, 'content' | 'truncated' | 'omitted'>;

declare class Budget {
    readonly limits: BudgetLimits;
    constructor(limits: BudgetLimits, used: {
        readonly steps: number;
        readonly bytes: number;
        readonly tokens?: number;
        readonly money?: number;
    });
    takeStep(): void;
    get evidenceBytesLeft(): number;
    takeBytes(bytes: number): void;
    get tokensLeft(): number;
    takeTokens(tokens: number): void;
    get moneySpent(): number;
    takeMoney(money: number): void;
}

interface BudgetLimits {
    readonly steps: number;
    readonly stepMilliseconds: number;
    readonly changeMilliseconds: number;
    readonly resultBytes: number;
    readonly evidenceBytes: number;
    readonly runBytes: number;
    readonly tokens: number;
    readonly concurrency: number;
}

interface Budgets {
    spend(scope: string, window: string, amount: number, limit: number): Promise<{
        readonly spent: number;
        readonly allowed: boolean;
    }>;
}

interface BudgetsConfig {
    readonly window?: 'day' | 'month';
    readonly workspace?: SpendingLimits;
    readonly workspaces?: Readonly<Record<string, SpendingLimits>>;
    readonly user?: SpendingLimits;
    readonly run?: Pick<SpendingLimits, 'money'>;
}

interface CallOptions {
    readonly signal: AbortSignal;
    readonly byteCap?: number;
}

interface Caller {
    readonly kind?: 'service';
    readonly subject: string;
    readonly workspace: string;
    readonly organizations: readonly string[];
    readonly roles: readonly string[] | undefined;
    readonly permissions: readonly Permission[] | undefined;
    readonly token: CallerToken | undefined;
    readonly sourceAddress?: string;
}

declare class CallerToken {
    readonly expiresAt: number;
    constructor(value: string, expiresAt: number);
    reveal(): string;
    isExpired(now: number): boolean;
    toString(): string;
    toJSON(): string;
    [inspect.custom](): string;
}

interface Candidate {
    readonly kind: string;
    readonly namespace?: string;
    readonly name: string;
    readonly match: 'exact' | 'near';
}

type Capture =
/** `value` is the object's name; its kind and namespace, where they were said, are in `object`. */
{
    readonly type: 'object';
    readonly raw: string;
    readonly value: string;
    readonly object: NamedObject;
    readonly kinds: readonly string[];
    readonly known?: true;
} | {
    readonly type: 'integer';
    readonly raw: string;
    readonly value: number;
}
/** `value` has the form `90m`. */
 | {
    readonly type: 'duration';
    readonly raw: string;
    readonly value: string;
    readonly milliseconds: number;
} | {
    readonly type: 'word';
    readonly raw: string;
    readonly value: string;
} | {
    readonly type: 'text';
    readonly raw: string;
    readonly value: string;
};

type CaptureDeclaration =
/** `known`: the rule is passed over where the workspace has no object of that very name. */
{
    readonly type: 'object';
    readonly kinds?: readonly string[];
    readonly known?: true;
} | {
    readonly type: 'integer';
    readonly minimum?: number;
    readonly maximum?: number;
} | {
    readonly type: 'duration';
} | {
    readonly type: 'word';
    readonly words: Readonly<Record<string, readonly string[]>>;
} | {
    readonly type: 'text';
};

type Captures = Readonly<Record<string, Capture>>;

type Cell = string | number | boolean | null;

interface ChainHead {
    readonly workspace: string;
    readonly sequence: number;
    readonly hash: string;
}

interface ChainLink {
    readonly sequence: number;
    readonly hash: string;
}

interface ChainProblem {
    readonly workspace: string;
    readonly sequence: number;
    readonly kind: 'altered' | 'missing' | 'broken' | 'misplaced' | 'truncated';
    readonly message: string;
}

interface ChainReport {
    readonly records: number;
    readonly problems: readonly ChainProblem[];
    readonly problemCount: number;
    readonly heads: readonly ChainHead[];
}

interface ChainedEntry {
    readonly sequence: number;
    readonly previous: string;
    readonly hash: string;
    readonly entry: AuditEntry;
}

interface Change {
    readonly path: string;
    readonly before: unknown;
    readonly after: unknown;
}

interface ChangeLimits {
    readonly operationsByCaller: number;
    readonly operationsInWorkspace: number;
    readonly operationsOnTarget: number;
    readonly share: number;
    readonly pods: number;
}

type ChangeMode = 'approved' | 'tried';

interface ChangeOptions {
    readonly smoothing?: number;
}

interface ChatProblem {
    readonly code: string;
    readonly detail: string;
    readonly nextStep?: string;
}

interface ChatProjection {
    event(event: StreamedEvent): readonly string[];
    end(complete: boolean): readonly string[];
    error(problem: ChatProblem): readonly string[];
}

interface ChatProtocol {
    readonly id: string;
    readonly headers: Readonly<Record<string, string>>;
    read(body: unknown): ChatRequest | undefined;
    project(): ChatProjection;
}

type ChatRequest = {
    readonly kind: 'message';
    readonly message: string;
    readonly session?: string;
} | {
    readonly kind: 'decision';
    readonly decision: Decision;
};

interface Check {
    readonly name: string;
    check(signal: AbortSignal): Promise<CheckOutcome>;
}

interface Check {
    readonly name: string;
    run(): Promise<void>;
}

interface CheckOutcome {
    readonly message: string;
    readonly skipped?: true;
}

interface Choice {
    readonly label: string;
    readonly value: string;
}

interface ChosenSteps {
    readonly steps: readonly StepAction[];
    readonly leftOut: readonly StepAction[];
    readonly missing: readonly string[];
}

interface ClockReading {
    readonly theirs: number | undefined;
    readonly asked: number;
    readonly answered: number;
}

interface ClusterQuery {
    readonly namespace?: string;
    readonly name?: string;
    readonly labelSelector?: string;
    readonly fieldSelector?: string;
}

interface ClusterReader {
    readonly id: string;
    list(resource: ClusterResource, query: ClusterQuery, context: ToolContext): Promise<ClusterReading>;
    offered(api: Pick<ClusterResource, 'group' | 'version'>, context: ToolContext): Promise<readonly OfferedResource[]>;
}

interface ClusterReading {
    readonly items: readonly KubernetesObject[];
    readonly truncated: boolean;
    readonly unavailable: readonly UnavailableSource[];
    readonly query: string;
    readonly source: string;
}

interface ClusterResource {
    readonly group: string;
    readonly version: string;
    readonly resource: string;
}

interface CompileOptions {
    readonly schemas?: FactSchemas;
    readonly leaveOut?: (rule: CompiledRule) => boolean;
}

interface CompiledRule<S extends Stage = Stage> {
    readonly id: string;
    readonly description: string | undefined;
    readonly stage: S;
    readonly layer: Layer;
    readonly workspace: string | undefined;
    readonly priority: number;
    readonly mode: Mode;
    readonly missingTools: 'refuse' | 'skip';
    readonly final: boolean;
    readonly conditions: readonly Condition[];
    readonly specificity: number;
    readonly text: TextMatcher | undefined;
    readonly actions: readonly ActionOf<S>[];
    readonly coolDownMilliseconds: number | undefined;
    readonly tests: NonNullable<Rule['tests']>;
}

interface CompiledRules {
    evaluate(stage: Stage, fact: RuleFact): readonly string[];
    fired<S extends Stage>(stage: S, fact: RuleFact): readonly FiredRule<S>[];
    first<S extends Stage>(stage: S, fact: RuleFact): FiredRule<S> | undefined;
    dryRun<S extends Stage>(stage: S, fact: RuleFact): readonly FiredRule<S>[];
    assess<S extends Stage>(stage: S, fact: RuleFact): Evaluation<S>;
    decide(fact: RuleFact): GuardDecision;
    explain(id: string, fact: RuleFact): Explanation;
    rules<S extends Stage>(stage?: S): readonly CompiledRule<S>[];
}

interface ComponentHealth {
    readonly component: string;
    readonly ok: boolean;
    readonly message: string;
}

type Condition = {
    readonly kind: 'atom';
    readonly source: ConditionSource;
    readonly atom: Atom;
}
/** What has no simpler form. `paths` are the fields that it reads. */
 | {
    readonly kind: 'expression';
    readonly source: ConditionSource;
    readonly text: string;
    readonly paths: readonly Path[];
    readonly evaluate: Evaluate;
} | {
    readonly kind: 'text';
    readonly source: ConditionSource;
    readonly matcher: TextMatcher;
};

type ConditionSource = 'match' | 'when';

type Contribution = {
    readonly point: string;
    readonly spec: Spec;
} | {
    readonly hook: HookName;
};

interface ControlPlane {
    readonly id: string;
    read(caller: Caller, read: ControlPlaneRead, options: CallOptions): Promise<unknown>;
    readNewer?(caller: Caller, read: ControlPlaneRead, version: string | undefined, options: CallOptions): Promise<VersionedRead | undefined>;
    kubernetes(caller: Caller, path: string, query: Readonly<Record<string, string>>, options: CallOptions): Promise<KubernetesAnswer>;
    perform(caller: Caller, operation: Operation, options: CallOptions & {
        readonly idempotencyKey: string;
    }): Promise<OperationOutcome>;
    dryRun?(caller: Caller, operation: Operation, options: CallOptions): Promise<DryRun | undefined>;
}

type ControlPlaneRead = {
    readonly read: 'health';
} | {
    readonly read: 'overview';
} | {
    readonly read: 'nodes';
} | {
    readonly read: 'application';
    readonly application: string;
} | {
    readonly read: 'performance';
    readonly application: string;
} | {
    readonly read: 'llm-settings';
} | {
    readonly read: 'insights';
    readonly insightType: string;
    readonly timeRange: string;
    readonly targets: readonly string[];
} | {
    readonly read: 'logs';
    readonly searchTerm?: string;
    readonly startTime: string;
    readonly endTime: string;
    readonly level?: string;
    readonly limit?: number;
};

interface CreateEngineOptions {
    readonly plugins: readonly PluginReference[];
    readonly config?: EngineConfig;
    readonly base?: string;
    readonly now?: () => number;
    readonly wait?: Wait;
}

interface CutDetails {
    readonly truncated: true;
    readonly bytes: number;
    readonly sha256: string;
    readonly beginning: string;
}

interface Dataset {
    readonly id: string;
    items(signal: AbortSignal): AsyncIterable<DatasetItem>;
}

interface DatasetItem {
    readonly id: string;
    readonly input: unknown;
    readonly output: unknown;
    readonly metadata: unknown;
    readonly createdAt: string;
}

interface Decision {
    readonly id: string;
    readonly decision: 'approve' | 'reject';
    readonly hash?: string;
    readonly reason?: string;
}

interface Denial {
    readonly reason: string;
}

interface DenyAction {
    readonly deny: {
        readonly reason?: string;
    };
}

interface DryRun {
    readonly message: string;
}

interface Endpoint {
    readonly baseUrl: string;
    readonly apiKey: string;
    readonly locality: LlmProvider['locality'];
    readonly fetch: typeof globalThis.fetch;
}

interface EndpointConfig {
    readonly baseUrl?: string;
    readonly apiKey?: string;
    readonly private?: boolean;
}

interface Engine extends AsyncDisposable {
    authenticate(request: AuthenticationRequest, signal: AbortSignal): Promise<Caller>;
    ask(caller: Caller, input: AskInput, options?: AskOptions): AsyncIterable<StreamedEvent>;
    resume(caller: Caller, run: string, input: ResumeInput, options?: AskOptions): AsyncIterable<StreamedEvent>;
    decide(caller: Caller, decision: Decision, options?: AskOptions): AsyncIterable<StreamedEvent>;
    cancel(caller: Caller, run: string): Promise<void>;
    events(caller: Caller, run: string, after: number, options?: EventsOptions): AsyncIterable<StreamedEvent>;
    feedback(caller: Caller, run: string, feedback: Feedback): Promise<void>;
    sessions(caller: Caller): Promise<readonly SessionRecord[]>;
    history(caller: Caller, session: string): Promise<readonly HistoryEntry[]>;
    lastRun(caller: Caller, session: string): Promise<RunRecord | undefined>;
    deleteSession(caller: Caller, session: string): Promise<void>;
    deleteCallerData(caller: Caller): Promise<void>;
    approvals(caller: Caller): Promise<readonly PendingApproval[]>;
    readonly investigations: InvestigationService;
    capabilities(): readonly string[];
    health(signal: AbortSignal): Promise<readonly ComponentHealth[]>;
    measurements(): readonly Measurement[];
    contributions<T>(point: ExtensionPoint<T>): readonly T[];
}

interface EngineConfig {
    readonly mode?: 'normal' | 'readOnly';
    readonly budget?: Partial<BudgetLimits>;
    readonly models?: ModelsConfig;
    readonly changes?: Partial<ChangeLimits>;
    readonly approvalSeconds?: number;
    readonly startMilliseconds?: number;
    readonly drainMilliseconds?: number;
    readonly audit?: AuditSettings;
    readonly workspaces?: Readonly<Record<string, WorkspaceSettings>>;
    readonly defaultEnvironment?: string;
    readonly investigations?: Partial<InvestigationSettings>;
    readonly ruleSets?: readonly RuleSet[];
}

interface EngineRules {
    readonly always: readonly RuleSet[];
    readonly ofInvestigations: readonly RuleSet[];
}

type ErrorCode = 'approval-expired' | 'approval-mismatch' | 'approval-not-allowed' | 'approval-not-found' | 'arguments-invalid' | 'audit-full' | 'audit-refused' | 'audit-unavailable' | 'budget-exceeded' | 'bundle-invalid' | 'cancelled' | 'cluster-unavailable' | 'config-invalid' | 'conflict' | 'control-plane-refuses-token' | 'control-plane-unavailable' | 'deadline-exceeded' | 'denied' | 'forbidden' | 'input-invalid' | 'input-too-large' | 'internal' | 'media-type-not-supported' | 'method-not-allowed' | 'model-input-too-large' | 'model-not-allowed' | 'model-output-invalid' | 'model-unavailable' | 'namespace-not-allowed' | 'not-found' | 'not-implemented' | 'operation-failed' | 'operation-outcome-unknown' | 'overloaded' | 'plan-invalid' | 'plugin-duplicate' | 'plugin-incompatible' | 'plugin-invalid' | 'plugin-start-failed' | 'rate-limited' | 'read-only' | 'reauthentication-required' | 'result-too-large' | 'rules-invalid' | 'shutting-down' | 'source-unavailable' | 'store-unavailable' | 'target-not-allowed' | 'token-expired' | 'token-invalid' | 'tool-failed' | 'tool-unknown';

interface ErrorDetails {
    readonly cause?: unknown;
    readonly nextStep?: string;
    readonly details?: Readonly<Record<string, unknown>>;
}

type Evaluate = (frame: Frame) => unknown;

interface Evaluation<S extends Stage = Stage> {
    readonly fired: readonly FiredRule<S>[];
    readonly dryRun: readonly FiredRule<S>[];
    readonly unknown: readonly UndecidedRule[];
    readonly errors: readonly UndecidedRule[];
}

interface EventError {
    readonly code: string;
    readonly message: string;
    readonly nextStep?: string;
}

type EventOf<T extends RunEventType> = Extract<RunEvent, {
    readonly type: T;
}>;

interface EventsOptions {
    readonly follow?: boolean;
}

interface Evidence {
    readonly id: string;
    readonly step: string;
    readonly source: string;
    readonly query: string;
    readonly timeRange?: {
        readonly from: string;
        readonly to: string;
    };
    readonly title: string;
    readonly content: EvidenceContent;
    readonly truncated: boolean;
    readonly omitted?: string;
    readonly taint: Taint;
    readonly readAt: string;
}

type EvidenceContent = {
    readonly kind: 'text';
    readonly text: string;
} | {
    readonly kind: 'table';
    readonly columns: readonly string[];
    readonly rows: readonly (readonly (string | number | boolean | null)[])[];
} | {
    readonly kind: 'object';
    readonly object: unknown;
}
/** What a chart draws. */
 | {
    readonly kind: 'series';
    readonly unit?: string;
    readonly series: readonly EvidenceSeries[];
};

type EvidenceDraft = Omit<Evidence, 'id' | 'step' | 'taint' | 'readAt' | 'truncated'> & {
    readonly truncated?: boolean;
    readonly keep?: 'first' | 'last';
    readonly more?: string;
};

interface EvidenceReference<Source extends string = string> {
    readonly source: Source;
    readonly object: ObjectReference;
    readonly text: string;
    readonly time?: string;
}

interface EvidenceSeries {
    readonly name: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly points: readonly (readonly [number, number | null])[];
}

interface ExplainedCondition {
    readonly source: ConditionSource;
    readonly condition: string;
    readonly verdict: Verdict;
    readonly expected?: unknown;
    readonly seen: Readonly<Record<string, unknown>>;
    readonly reason?: string;
}

interface Explanation {
    readonly id: string;
    readonly stage: Stage;
    readonly layer: Layer;
    readonly mode: Mode;
    readonly verdict: Verdict;
    readonly fires: boolean;
    readonly conditions: readonly ExplainedCondition[];
    readonly captures: Captures;
}

interface ExtensionPoint<T> {
    readonly id: string;
    readonly spec: Spec;
    readonly key: ServiceIdentifier<T>;
    readonly older?: OlderSpecs<T>;
}

interface Fact {
    readonly fact: string;
    readonly [name: string]: unknown;
}

type FactSchemas = Readonly<Partial<Record<Stage, Schema>>>;

declare class Failure {
    readonly message: string;
    constructor(message: string);
}

interface FakeCallerOptions {
    readonly subject?: string;
    readonly workspace?: string;
    readonly roles?: readonly string[];
    readonly token?: string;
    readonly expiresAt?: number;
}

interface FakeControlPlane extends ControlPlane {
    readonly performed: readonly PerformedOperation[];
    failNext(error: HexaopsError, when?: 'before' | 'after'): void;
    onPerform(effect: (operation: PerformedOperation) => void): void;
}

interface Feedback {
    readonly score: number;
    readonly comment?: string;
}

interface FieldConditions {
    readonly equals?: Scalar;
    readonly not?: Scalar;
    readonly in?: readonly Scalar[];
    readonly notIn?: readonly Scalar[];
    readonly greaterThan?: number | string;
    readonly atLeast?: number | string;
    readonly lessThan?: number | string;
    readonly atMost?: number | string;
    readonly contains?: Scalar;
    readonly startsWith?: string;
    readonly endsWith?: string;
    readonly matches?: string;
    readonly exists?: boolean;
    readonly words?: readonly string[];
}

interface Finding {
    readonly cause: string;
    readonly object: ObjectReference;
    readonly severity: 'critical' | 'warning' | 'info';
    readonly confidence: number;
    readonly summary: string;
    readonly evidence: readonly (string | number)[];
    readonly remedy?: Remedy;
    readonly symptomOf?: ObjectReference;
    readonly ownFault?: true;
    readonly rule?: string;
}

interface FindingAction {
    readonly finding: {
        readonly cause: string;
        readonly object?: string | {
            readonly kind: string;
            readonly namespace?: string;
            readonly name: string;
        };
        readonly severity?: Severity;
        readonly confidence?: number;
        readonly summary?: string;
        readonly remedy?: {
            readonly description: string;
            readonly tool?: string;
            readonly arguments?: JsonMap;
        };
    };
}

declare class FindingEvidence<Source extends string> {
    constructor(options: FindingEvidenceOptions<Source>);
    add({ evidence, ...finding }: ShownFinding<Source>): Finding;
    drafts(byteCap: number): readonly EvidenceDraft[];
}

interface FindingEvidenceOptions<Source extends string> {
    readonly system: string;
    readonly titles: Readonly<Record<Source, string>>;
    readonly queryOf: (reference: EvidenceReference<Source>) => string;
    readonly offset?: number;
}

interface FiredRule<S extends Stage = Stage> {
    readonly id: string;
    readonly description: string | undefined;
    readonly stage: S;
    readonly layer: Layer;
    readonly priority: number;
    readonly specificity: number;
    readonly final: boolean;
    readonly verdict: 'true' | 'unknown';
    readonly weight: number;
    readonly captures: Captures;
    readonly actions: readonly ActionOf<S>[];
    readonly coolDownMilliseconds: number | undefined;
}

interface Forecast {
    readonly seconds: number;
    readonly earliest: number;
    readonly latest: number | undefined;
    readonly confidence: number;
}

interface FoundDifference {
    readonly field: string;
    readonly isWorkspace: boolean;
    readonly found: string;
    readonly written: string;
}

interface FoundRecord {
    readonly record: AuditRecord;
    readonly differences: readonly FoundDifference[];
}

interface Frame {
    readonly fact: RuleFact;
    readonly variables: unknown[];
    remaining: number;
    outcomes: Map<object, Outcome> | undefined;
}

interface GuardDecision {
    readonly decision: 'deny' | 'require-approval' | 'allow' | 'none';
    readonly rules: readonly string[];
    readonly approvalRequirements: readonly ApprovalRequirement[];
    readonly reasons: readonly string[];
}

interface HealthSource {
    readonly component: string;
    health(signal: AbortSignal): Promise<Omit<ComponentHealth, 'component'>>;
}

declare class HeldPlugin implements AsyncDisposable {
    constructor(plugin: Plugin, config: unknown);
    fire(hook: HookName, ...input: readonly unknown[]): void;
    contributions<T>({ id }: ExtensionPoint<T>): readonly T[];
    [Symbol.asyncDispose](): Promise<void>;
}

declare class HexaopsError extends Error {
    readonly [marker] = true;
    readonly code: ErrorCode;
    readonly nextStep: string | undefined;
    readonly details: Readonly<Record<string, unknown>> | undefined;
    constructor(code: ErrorCode, message: string, { cause, nextStep, details }?: ErrorDetails);
    static is(value: unknown, code?: ErrorCode): value is HexaopsError;
}

interface HistoryEntry {
    readonly run: string;
    readonly role: 'user' | 'assistant';
    readonly content: string;
    readonly timestamp: string;
}

interface HookContext {
    readonly run: string;
    readonly session: string;
    readonly caller: Omit<Caller, 'token'>;
    readonly signal: AbortSignal;
}

type HookName = keyof Hooks;

interface Hooks {
    readonly authenticate: AsyncSeriesBailHook<[AuthenticationRequest, AbortSignal], Caller | undefined>;
    readonly authorize: AsyncSeriesBailHook<[ToolCall, HookContext], Denial | undefined>;
    readonly plan: AsyncSeriesBailHook<[Task, HookContext], Plan | undefined>;
    readonly beforeStep: AsyncSeriesBailHook<[ToolCall, HookContext], Denial | undefined>;
    readonly modelCall: AsyncSeriesWaterfallHook<[LanguageModelV4CallOptions, HookContext]>;
    readonly modelCalled: AsyncParallelHook<[ModelExchange, HookContext]>;
    readonly toolCall: AsyncSeriesWaterfallHook<[ToolCall, HookContext]>;
    readonly toolResult: AsyncSeriesWaterfallHook<[ToolResult, ToolCall, HookContext]>;
    readonly finding: AsyncSeriesWaterfallHook<[Finding, HookContext]>;
    readonly answer: AsyncSeriesWaterfallHook<[AnswerDraft, HookContext]>;
    readonly runEvent: AsyncParallelHook<[RunEvent]>;
    readonly feedback: AsyncParallelHook<[RatedRun]>;
    readonly jobFailed: AsyncParallelHook<[JobFailure]>;
    readonly runRestored: AsyncParallelHook<[RestoredRun]>;
    readonly ruleTried: AsyncParallelHook<[TriedRule, TriedContext]>;
    readonly ready: AsyncSeriesHook<[]>;
    readonly draining: AsyncParallelHook<[AbortSignal]>;
}

type Infer<S> = S extends JSONSchema ? FromSchema<S> : never;

interface InstalledModel {
    readonly model: string;
    readonly bytes: number;
    readonly installed: readonly string[];
    readonly loaded: readonly string[];
}

interface Inverse {
    readonly tool: string;
    readonly arguments: Readonly<Record<string, unknown>>;
}

interface InvestigateAction {
    readonly investigate: {
        readonly task: string;
        readonly steps?: readonly StepAction[];
        readonly timeline?: PlanAction['plan']['timeline'];
        readonly playbook?: string;
        readonly arguments?: JsonMap;
    };
}

interface Investigation extends Pick<InvestigationRecord, 'id' | 'status' | 'title' | 'createdAt' | 'finishedAt'> {
    readonly rule: string;
    readonly alert: InvestigationBody['alert'];
    readonly outcome: InvestigationOutcome | undefined;
}

interface InvestigationBody {
    readonly rule: string;
    readonly plan: Plan;
    readonly left: readonly UnavailableSource[];
    readonly alert: Pick<AlertRecord, 'fingerprint' | 'name' | 'labels' | 'annotations' | 'startsAt' | 'severity'>;
    readonly outcome?: InvestigationOutcome;
}

interface InvestigationOutcome {
    readonly summary: string;
    readonly objects: readonly ObjectReference[];
    readonly findings: readonly Finding[];
}

interface InvestigationRecord {
    readonly id: string;
    readonly workspace: string;
    readonly fingerprint: string;
    readonly createdAt: number;
    readonly status: 'waiting' | 'running' | 'completed' | 'failed';
    readonly title: string;
    readonly run?: string;
    readonly body?: string;
    readonly takenUntil?: number;
    readonly finishedAt?: number;
}

interface InvestigationReport extends Investigation {
    readonly answer: {
        readonly text: string;
        readonly citations: readonly string[];
    } | undefined;
    readonly findings: readonly Finding[];
    readonly evidence: readonly Evidence[];
    readonly unavailable: readonly UnavailableSource[];
}

interface InvestigationService {
    receive(reports: readonly AlertReport[], allowed?: readonly string[]): Promise<readonly AlertReception[]>;
    alerts(caller: Caller, limit: number): Promise<readonly AlertRecord[]>;
    list(caller: Caller, limit: number): Promise<readonly Investigation[]>;
    report(caller: Caller, id: string): Promise<InvestigationReport>;
    recommendations(caller: Caller): Promise<readonly Recommendation[]>;
}

interface InvestigationSettings {
    readonly workers: readonly string[];
    readonly workspaces: readonly AlertMapping[];
    readonly workspaceLabel: string | undefined;
    readonly atOnce: number;
    readonly perHour: number;
    readonly seconds: number;
    readonly restSeconds: number;
    readonly alerts: number;
    readonly offerHours: number;
}

interface Investigations {
    keep(investigation: InvestigationRecord): Promise<void>;
    begin(investigation: InvestigationRecord, restsUntil: number): Promise<string>;
    take(now: number, until: number): Promise<InvestigationRecord | undefined>;
    hold(workspace: string, id: string, until: number): Promise<void>;
    get(workspace: string, id: string): Promise<InvestigationRecord | undefined>;
    list(workspace: string, limit: number, fingerprint?: string): Promise<readonly InvestigationRecord[]>;
}

interface JobFailure {
    readonly job: string;
    readonly error: unknown;
}

interface JobRunner {
    readonly id: string;
    start(jobs: readonly BackgroundJob[], report: (job: string, error: unknown) => void): Promise<AsyncDisposable>;
}

type JsonMap = Readonly<Record<string, unknown>>;

interface KeptMoment extends Omit<Moment, 'evidence'> {
    readonly evidence: readonly string[];
}

interface KeptWords {
    readonly id: string;
    deleteSession(owner: Owner, session: string, signal: AbortSignal): Promise<void>;
    deleteAll(owner: Owner, signal: AbortSignal): Promise<void>;
}

type Key<T> = ExtensionPoint<T> | {
    readonly key: ServiceIdentifier<T>;
} | OptionalKey<T>;

type Known = 'firstChunkMilliseconds' | 'idleMilliseconds';

interface KnownTool {
    readonly name: string;
    readonly takes: readonly string[] | undefined;
}

interface KubernetesAnswer {
    readonly status: number;
    readonly body: string;
    readonly truncated: boolean;
}

interface KubernetesObject {
    readonly apiVersion?: string;
    readonly kind?: string;
    readonly metadata: {
        readonly name: string;
        readonly namespace?: string;
        readonly labels?: Readonly<Record<string, string>>;
        readonly annotations?: Readonly<Record<string, string>>;
        readonly [field: string]: unknown;
    };
    readonly [field: string]: unknown;
}

type Layer = 'platform' | 'plugin' | 'workspace';

type LeaseRelease = () => void;

interface LevelChange extends LevelDifference {
    readonly at: number;
}

interface LevelDifference {
    readonly before: number;
    readonly after: number;
    readonly score: number;
}

interface LlmProvider {
    readonly id: string;
    readonly locality: 'private' | 'commercial';
    languageModel(model: string, call?: ModelCall): LanguageModelV4;
    models?(signal: AbortSignal): Promise<readonly string[]>;
    patience?(model: string, call: ModelCall): Partial<Patience>;
}

interface LoadedPlugin {
    readonly manifest: PluginManifest;
    readonly plugin: Plugin;
    readonly config: unknown;
}

type MatchValue = Scalar | readonly Scalar[] | FieldConditions | TextConditions;

interface Measured {
    readonly labels: Readonly<Record<string, string>>;
    readonly value: number;
}

interface Measurement {
    readonly name: string;
    readonly help: string;
    readonly kind: 'counter' | 'gauge';
    read(): readonly Measured[] | Promise<readonly Measured[]>;
}

interface MemoryStoreOptions {
    readonly maximumSessions: number;
}

interface MetricAnswer {
    readonly query: string;
    readonly series: readonly MetricSeries[];
    readonly left: number;
}

type MetricQuestion = 'cpu' | 'latency-p90' | 'latency-median' | 'throttling' | 'retransmissions';

interface MetricRange {
    readonly from: number;
    readonly to: number;
    readonly step: number;
}

interface MetricReader {
    readonly id: string;
    instant(expression: string, at: number, context: ToolContext): Promise<MetricAnswer>;
    range(expression: string, range: MetricRange, context: ToolContext): Promise<MetricAnswer>;
    ask(question: MetricQuestion, subject: MetricSubject, range: MetricRange, context: ToolContext): Promise<MetricAnswer>;
}

interface MetricSeries {
    readonly labels: Readonly<Record<string, string>>;
    readonly points: readonly (readonly [number, number])[];
}

interface MetricSubject {
    readonly namespace?: string;
    readonly workload?: string;
}

interface MetricsPage {
    readonly contentType: string;
    countRequest(request: AnsweredRequest): void;
    render(measurements: readonly Measurement[]): Promise<string>;
}

type Mode = 'enforce' | 'dryRun' | 'off';

interface ModelCall {
    readonly purpose: Purpose;
    readonly workspace: string;
    readonly session: string;
    readonly run: string;
    readonly deadline: number;
    readonly inputTokens: number;
}

interface ModelExchange {
    readonly record: Extract<RunEventDraft, {
        readonly type: 'model-called';
    }>;
    readonly prompt: LanguageModelV4CallOptions['prompt'];
    readonly text: string | undefined;
    readonly finishReason?: string | undefined;
}

interface ModelReference {
    readonly provider: string;
    readonly model: string;
    readonly [setting: string]: unknown;
}

interface ModelSchedule {
    readonly id: string;
    snapshot(): ScheduleSnapshot;
    models(signal: AbortSignal): Promise<readonly InstalledModel[]>;
    silent?(signal: AbortSignal): Promise<readonly SilentNode[]>;
    pull(model: string, signal: AbortSignal): AsyncIterable<PullProgress>;
}

type ModelSettings = Required<Omit<ModelsConfig, Purpose | 'default' | Known>> & Pick<ModelsConfig, Known>;

type ModelTask = 'plan' | 'reads' | 'summary' | 'answer' | 'agent';

interface ModelsConfig extends Partial<Readonly<Record<Purpose, string>>> {
    readonly default?: string;
    readonly sensitivity?: Sensitivity;
    readonly promptTokens?: number;
    readonly outputTokens?: number;
    readonly milliseconds?: number;
    readonly firstChunkMilliseconds?: number;
    readonly idleMilliseconds?: number;
    readonly rounds?: number;
    readonly words?: 'planned' | 'always';
    readonly unapprovedWrites?: boolean;
    readonly prices?: PricesConfig;
    readonly budgets?: BudgetsConfig;
}

interface Moment {
    readonly at: number;
    readonly precision?: number;
    readonly kind: 'change' | 'symptom';
    readonly what: string;
    readonly object?: ObjectReference;
    readonly evidence: readonly number[];
}

interface NamedObject {
    readonly name: string;
    readonly namespace?: string;
    readonly kind?: string;
}

interface ObjectReference {
    readonly kind: string;
    readonly namespace?: string;
    readonly name: string;
}

interface OfferedResource extends ClusterResource {
    readonly kind: string;
    readonly namespaced: boolean;
}

type OlderSpecs<T> = Readonly<Record<Spec, (value: unknown) => T>>;

interface OpenPlugins extends AsyncDisposable {
    contributions<T>(point: ExtensionPoint<T>): readonly T[];
}

interface Operation {
    readonly operation: string;
    readonly target: string;
    readonly parameters: Readonly<Record<string, unknown>>;
}

interface OperationIntent {
    readonly step: string;
    readonly idempotencyKey: string;
    readonly approval: string | null;
    readonly operation: string;
    readonly target: string;
    readonly parameters: Readonly<Record<string, unknown>>;
    readonly arguments?: Readonly<Record<string, unknown>>;
    readonly inverse?: Inverse;
}

interface OperationOutcome {
    readonly message: string;
    readonly body: unknown;
}

interface OptionalKey<T> {
    readonly key: ServiceIdentifier<Exclude<T, undefined>>;
    readonly isOptional: true;
}

interface Order {
    readonly tool: string;
    readonly arguments: Readonly<Record<string, unknown>>;
}

type Outcome = boolean | Unknown | Failure;

interface Owner {
    readonly subject: string;
    readonly workspace: string;
}

type Path = readonly string[];

interface Patience {
    readonly firstChunkMilliseconds: number;
    readonly idleMilliseconds: number;
}

interface PendingApproval {
    readonly run: string;
    readonly requestedBy: string;
    readonly approval: Approval;
}

interface PerformedOperation extends Operation {
    readonly subject: string;
    readonly workspace: string;
    readonly idempotencyKey: string;
    readonly bearer: string | undefined;
}

type Permission = 'aiops:read' | 'aiops:analyze' | 'aiops:remediate' | 'aiops:admin';

interface Places {
    enter(key: string): Release | undefined | Promise<Release | undefined>;
}

interface Plan {
    readonly task: string;
    readonly steps: readonly PlanStep[];
    readonly madeBy: {
        readonly rule: string;
    } | {
        readonly model: string;
    };
    readonly tainted: boolean;
    readonly timeline?: TimelineRequest;
    readonly leftOut?: readonly {
        readonly step: string;
        readonly tool: string;
    }[];
}

interface PlanAction {
    readonly plan: {
        readonly task: string;
        readonly steps: readonly StepAction[];
        readonly timeline?: {
            readonly span?: string;
            readonly window?: string;
        };
    };
}

interface PlanDraft {
    readonly task: string;
    readonly steps: readonly Pick<PlanStep, 'id' | 'tool' | 'arguments' | 'needs'>[];
}

interface PlanStep {
    readonly id: string;
    readonly tool: string;
    readonly worker: string;
    readonly effect: 'read' | 'write';
    readonly arguments: Readonly<Record<string, unknown>>;
    readonly needs: readonly string[];
    readonly provenance: Readonly<Record<string, Provenance>>;
    readonly bindings?: Readonly<Record<string, Binding>>;
    readonly deadline?: number;
    readonly undoes?: {
        readonly run: string;
        readonly step: string;
    };
}

interface Plugin {
    readonly config: Schema;
    register(api: PluginApi, config: unknown): void;
    start?(signal: AbortSignal): Promise<AsyncDisposable | undefined>;
}

interface PluginApi {
    contribute<T>(point: ExtensionPoint<T>, value: T): void;
    contributeFrom<T, A extends readonly unknown[]>(point: ExtensionPoint<T>, dependencies: {
        readonly [K in keyof A]: Key<A[K]>;
    }, make: (...dependencies: A) => T): void;
    singleton<T, A extends readonly unknown[]>(key: Key<T>, dependencies: {
        readonly [K in keyof A]: Key<A[K]>;
    }, make: (...dependencies: A) => T): void;
    readonly tap: Tap;
}

interface PluginDefinition<S extends Schema> {
    readonly config?: S;
    register(api: PluginApi, config: Infer<S>): void;
    start?(signal: AbortSignal): Promise<AsyncDisposable | undefined>;
}

interface PluginManifest {
    readonly id: string;
    readonly name: string;
    readonly version: string;
    readonly core: string;
}

type PluginReference = string | Plugin | {
    readonly use: string | Plugin;
    readonly config?: unknown;
} | LoadedPlugin;

interface PluginTools extends AsyncDisposable {
    readonly tools: ReadonlyMap<string, Tool>;
    call(name: string, input: unknown, situation?: ToolSituation): Promise<ToolResult>;
}

type Points = EvidenceSeries['points'];

interface Position {
    readonly file: string;
    readonly line: number;
    readonly column: number;
}

interface Preview {
    readonly summary: string;
    readonly resourceVersion?: string;
    readonly changes: readonly Change[];
    readonly unchanged?: true;
    readonly blast?: BlastRadius;
}

interface Price {
    readonly input: number;
    readonly output: number;
}

type PricesConfig = Readonly<Record<string, Price>>;

interface Provenance {
    readonly taint: Taint;
    readonly origin: string;
}

interface ProviderRecordings {
    readonly source: string;
    readonly text: RecordedAnswer;
    readonly whole: RecordedAnswer;
    readonly tools: RecordedAnswer;
    readonly sentBack?: string;
    readonly structured: RecordedAnswer;
    readonly filtered: RecordedAnswer;
    readonly length: RecordedAnswer;
    readonly beginning: readonly string[];
    readonly malformed: RecordedAnswer;
    readonly failsMidway: RecordedAnswer;
    readonly errors: Readonly<Record<'unauthorized' | 'forbidden' | 'noSuchModel' | 'tooLong' | 'invalid' | 'failed', RecordedAnswer>>;
    readonly rateLimited: RecordedAnswer & {
        readonly retryAfterSeconds: number;
    };
    readonly overloaded: RecordedAnswer;
}

interface ProviderUnderTest {
    readonly recordings: ProviderRecordings;
    open(url: string, key: string): LlmProvider;
    readonly model: string;
    readonly keyHeader: string;
}

interface PullProgress {
    readonly node: string;
    readonly status: string;
    readonly completedBytes?: number;
    readonly totalBytes?: number;
}

interface PuppetModel extends RecordingModel {
    readonly obeyed: readonly Order[];
}

interface PuppetOptions {
    readonly knows?: readonly KnownTool[];
    readonly plans?: readonly Order[];
}

type Purpose = 'chat' | 'plan' | 'extract' | 'summarize';

interface Rankable {
    readonly cause: string;
    readonly object: ObjectReference;
    readonly severity: 'critical' | 'warning' | 'info';
    readonly confidence: number;
    readonly symptomOf?: ObjectReference;
    readonly ownFault?: true;
}

interface RankedFinding {
    readonly finding: number;
    readonly symptomOf?: ObjectReference;
}

interface RateLimit {
    take(key: string): Promise<number>;
    wait(key: string): Promise<number>;
}

interface RatedRun {
    readonly run: string;
    readonly session: string;
    readonly events: readonly RunEvent[];
    readonly feedback: Feedback;
}

interface Reached {
    readonly status: number;
    readonly body: string;
    readonly clock: ClockReading;
}

interface ReadTool extends ToolDescription {
    readonly effect: 'read';
    execute(input: unknown, context: ToolContext): Promise<ToolResult>;
}

interface Recommendation {
    readonly finding: Finding;
    readonly investigation: string;
    readonly at: number;
    readonly ask: string;
}

interface RecordedAnswer {
    readonly status?: number;
    readonly headers?: Readonly<Record<string, string>>;
    readonly pieces: readonly string[];
    readonly then?: 'end' | 'cut' | 'silence';
}

interface RecordingModel extends LanguageModelV4 {
    readonly calls: readonly LanguageModelV4CallOptions[];
    readonly prompts: readonly string[];
}

interface Relation {
    readonly from: ObjectReference;
    readonly to: ObjectReference;
    readonly relation: string;
}

type Release = () => void;

interface Remedy {
    readonly description: string;
    readonly tool?: string;
    readonly arguments?: Readonly<Record<string, unknown>>;
}

interface ReplayServer extends AsyncDisposable {
    readonly url: string;
    answer: RecordedAnswer;
    readonly requests: readonly ReplayedRequest[];
    requested(): Promise<ReplayedRequest>;
}

interface ReplayedRequest {
    readonly method: string;
    readonly path: string;
    readonly headers: IncomingHttpHeaders;
    readonly body: string;
    readonly closed: Promise<unknown>;
}

interface ReplicaLeases {
    readonly id: string;
    exchange(group: string, own: string): Promise<readonly string[] | undefined>;
    take(name: string, most: number): Promise<LeaseRelease | undefined | 'unknown'>;
}

interface RequireApprovalAction {
    readonly requireApproval: {
        readonly role?: string;
        readonly fourEyes?: boolean;
        readonly reason?: string;
        readonly expiresIn?: string;
    };
}

interface Resolver {
    readonly id: string;
    readonly kinds: readonly string[];
    resolve(words: string, kinds: readonly string[], context: ToolContext): Promise<readonly Candidate[]>;
}

interface RestoredRun {
    readonly run: string;
    readonly events: readonly RunEvent[];
}

type Result<H> = H extends {
    promise(...input: never[]): Promise<infer R>;
} ? R : never;

type ResumeInput = {
    readonly kind: 'reauthenticated';
} | {
    readonly kind: 'decision';
    readonly decision: Decision;
} | {
    readonly kind: 'input';
    readonly value: string;
};

type Row = readonly Cell[];

interface Rule {
    readonly id: string;
    readonly description?: string;
    readonly priority?: number;
    readonly mode?: Mode;
    readonly final?: boolean;
    readonly match?: Readonly<Record<string, MatchValue>>;
    readonly when?: string;
    readonly then: readonly ActionInput[];
    readonly tests?: readonly RuleTest[];
    readonly coolDown?: string;
}

type RuleExpectation = 'none' | 'fires' | {
    readonly verdict?: Verdict;
    readonly decision?: 'deny' | 'require-approval' | 'allow' | 'none';
    readonly captures?: Readonly<Record<string, unknown>>;
    readonly finding?: Readonly<Record<string, unknown>>;
    readonly plan?: Readonly<Record<string, unknown>>;
    readonly answer?: Readonly<Record<string, unknown>>;
    readonly ask?: Readonly<Record<string, unknown>>;
    readonly investigate?: Readonly<Record<string, unknown>>;
    readonly use?: Readonly<Record<string, unknown>>;
};

type RuleFact = Readonly<Record<string, unknown>>;

interface RuleIssue {
    readonly file?: string;
    readonly line?: number;
    readonly column?: number;
    readonly rule?: string;
    readonly path: string;
    readonly message: string;
    readonly nextStep: string;
}

interface RuleSet {
    readonly apiVersion: 'hexaops/v1';
    readonly kind: 'RuleSet';
    readonly stage: Stage;
    readonly layer?: Layer;
    readonly workspace?: string;
    readonly metadata?: {
        readonly name?: string;
    };
    readonly missingTools?: 'refuse' | 'skip';
    readonly rules: readonly Rule[];
}

interface RuleSnapshot {
    readonly current: CompiledRules;
    readonly version: number;
    update(source: string, sets: readonly RuleSet[]): void;
    remove(source: string): void;
}

interface RuleSource {
    readonly id: string;
    load(signal: AbortSignal): Promise<readonly RuleSet[]>;
    watch?(changed: () => void): Disposable;
}

interface RuleTest {
    readonly name?: string;
    readonly given: RuleFact;
    readonly expect: RuleExpectation;
}

interface RuleTestResult {
    readonly rule: string;
    readonly test: string;
    readonly passed: boolean;
    readonly message: string;
    readonly explanation?: Explanation;
}

type RunEvent = RunEventBody & {
    readonly run: string;
    readonly session: string;
    readonly sequence: number;
    readonly time: string;
    readonly version: 1;
};

type RunEventBody = {
    readonly type: 'run-started';
    readonly input: string;
    readonly subject: string;
    readonly workspace: string;
    readonly namespaces: readonly string[];
    readonly changes?: ChangeMode;
    readonly permissions?: string;
} | {
    readonly type: 'plan-made';
    readonly plan: Plan;
} | {
    readonly type: 'steps-added';
    readonly steps: readonly PlanStep[];
    readonly because: string;
} | {
    readonly type: 'step-started';
    readonly step: string;
    readonly tool: string;
    readonly worker: string;
    readonly arguments: Readonly<Record<string, unknown>>;
} | {
    readonly type: 'evidence';
    readonly evidence: Evidence;
} | {
    readonly type: 'finding';
    readonly finding: Finding;
} | {
    readonly type: 'step-finished';
    readonly step: string;
    readonly status: 'succeeded' | 'failed' | 'denied' | 'skipped';
    readonly milliseconds: number;
    readonly error?: EventError;
    readonly unavailable: readonly UnavailableSource[];
    readonly value?: unknown;
    readonly unchanged?: string;
    readonly findings?: number;
    readonly moments?: readonly KeptMoment[];
    readonly relations?: readonly Relation[];
} | {
    readonly type: 'guard-decided';
    readonly step: string;
    readonly decision: 'allow' | 'require-approval' | 'deny';
    readonly rules: readonly string[];
    readonly reasons: readonly string[];
} | {
    readonly type: 'approval-required';
    readonly approval: Approval;
} | {
    readonly type: 'approval-decided';
    readonly approval: string;
    readonly decision: 'approve' | 'reject' | 'expired';
    readonly by: string;
    readonly reason?: string;
    readonly permissions?: string;
} | {
    readonly type: 'operation-intended';
    readonly intent: OperationIntent;
} | {
    readonly type: 'operation-finished';
    readonly step: string;
    readonly idempotencyKey: string;
    readonly outcome: 'applied' | 'not-applied' | 'unknown';
    readonly message: string;
    readonly harm?: string;
} | {
    readonly type: 'reauthentication-required';
    readonly reason: 'token-expired' | 'permission-changed';
} | {
    readonly type: 'input-required';
    readonly question: string;
    readonly choices: readonly Choice[];
    readonly slot: string;
} | {
    readonly type: 'input-received';
    readonly slot: string;
    readonly value: string;
} | {
    readonly type: 'run-resumed';
    readonly subject: string;
    readonly permissions?: string;
} | {
    readonly type: 'answer';
    readonly text: string;
    readonly citations: readonly string[];
    readonly unavailable: readonly UnavailableSource[];
    readonly suggestions: readonly Suggestion[];
    readonly ranking?: readonly RankedFinding[];
} | {
    readonly type: 'model-called';
    readonly task: ModelTask;
    readonly model: string;
    readonly isWorkspaces?: boolean;
    readonly inputTokens: number;
    readonly outputTokens: number;
    readonly cost?: number;
    readonly milliseconds: number;
    readonly error?: EventError;
} | {
    readonly type: 'model-refused';
    readonly task: ModelTask;
    readonly model: string;
    readonly tool: string;
    readonly reason: string;
} | {
    readonly type: 'plan-drafted';
    readonly model: string;
    readonly draft: PlanDraft;
    readonly tainted: boolean;
} | {
    readonly type: 'usage';
    readonly steps: number;
    readonly evidenceBytes: number;
    readonly inputTokens: number;
    readonly outputTokens: number;
} | {
    readonly type: 'run-finished';
    readonly status: 'completed' | 'failed' | 'cancelled';
    readonly error?: EventError;
};

type RunEventDraft = RunEventBody;

type RunEventType = RunEventBody['type'];

interface RunRecord extends Owner {
    readonly id: string;
    readonly session: string;
    readonly createdAt: number;
    readonly sequence: number;
    readonly status: 'running' | 'suspended' | 'completed' | 'failed' | 'cancelled';
    readonly pending?: AwaitedApproval;
}

type Scalar = string | number | boolean | null;

interface Scene {
    readonly text: string;
    readonly inputTokens: number;
    readonly outputTokens: number;
    readonly calls: readonly {
        readonly name: string;
        readonly input: Readonly<Record<string, string>>;
    }[];
    readonly value: {
        readonly cause: string;
        readonly restarts: number;
    };
}

interface ScheduleSnapshot {
    readonly nodes: readonly ScheduledNode[];
    readonly waiting: Readonly<Record<string, number>>;
    readonly counts: Readonly<Record<'dispatched' | 'refused' | 'expired' | 'failedOver' | 'swaps', number>>;
}

interface ScheduledNode {
    readonly id: string;
    readonly up: boolean;
    readonly slots: number;
    readonly models: readonly {
        readonly model: string;
        readonly state: string;
        readonly inFlight: number;
        readonly prefillTokensPerSecond: number;
    }[];
}

type Schema = Readonly<Record<string, unknown>>;

type Script = (options: LanguageModelV4CallOptions, index: number) => ScriptedTurn;

interface ScriptedTurn {
    readonly text?: string;
    readonly chunks?: Iterable<string> | AsyncIterable<string>;
    readonly object?: unknown;
    readonly tools?: readonly {
        readonly name: string;
        readonly input: unknown;
    }[];
    readonly error?: unknown;
    readonly hangs?: boolean;
    readonly finish?: LanguageModelV4FinishReason['unified'];
    readonly usage?: {
        readonly input: number;
        readonly output: number;
    } | null;
}

type Sensitivity = 'public' | 'internal' | 'confidential';

interface SeriesOutline {
    readonly least: number;
    readonly mean: number;
    readonly most: number;
    readonly last: number;
}

interface ServerCheck {
    readonly checkOf: (url: string) => DoctorCheck;
    readonly well: {
        readonly answer: RecordedAnswer;
        readonly says: RegExp;
    };
    readonly unwell: Readonly<Record<string, {
        readonly answer: RecordedAnswer;
        readonly says: RegExp;
    }>>;
}

interface SessionRecord extends Owner {
    readonly id: string;
    readonly createdAt: number;
    readonly lastUsedAt: number;
    readonly title: string;
}

type Severity = 'critical' | 'warning' | 'info';

interface SharedLimits {
    readonly id: string;
    rateLimit(name: string, mostPerMinute: number, fallback: RateLimit): RateLimit;
    places(name: string, most: number, fallback: Places): Places;
}

type Shown = Rankable & {
    readonly evidence: readonly {
        readonly text: string;
    }[];
};

interface ShownFact<Source extends string = string> extends Fact {
    readonly object: ObjectReference;
    readonly evidence: readonly EvidenceReference<Source>[];
}

type ShownFinding<Source extends string = string> = Omit<Finding, 'evidence'> & {
    readonly evidence: readonly EvidenceReference<Source>[];
};

interface SilentNode {
    readonly node: string;
    readonly reason: string;
}

type Spec = `v${number}`;

interface SpendingLimits {
    readonly tokens?: number;
    readonly money?: number;
}

type Stage = 'route' | 'diagnose' | 'guard' | 'trigger' | 'model';

interface StepAction {
    readonly id: string;
    readonly tool: string;
    readonly arguments?: JsonMap;
    readonly bind?: Readonly<Record<string, BindingAction>>;
    readonly needs?: readonly string[];
    readonly optional?: boolean;
    readonly insteadOf?: string;
    readonly deadline?: string;
}

interface Store {
    readonly id: string;
    readonly audit: AuditOutbox;
    readonly budgets: Budgets;
    readonly investigations: Investigations;
    readonly alerts: Alerts;
    createSession(session: SessionRecord): Promise<void>;
    session(owner: Owner, id: string): Promise<SessionRecord | undefined>;
    sessions(owner: Owner): Promise<readonly SessionRecord[]>;
    deleteSession(owner: Owner, id: string): Promise<boolean>;
    deleteSubject(subject: string, workspace?: string): Promise<number>;
    toolHasWorked(owner: Owner, session: string, tool: string): Promise<boolean>;
    createRun(run: RunRecord, beginning?: Beginning): Promise<readonly RunEvent[]>;
    run(owner: Owner, id: string): Promise<RunRecord | undefined>;
    runsOfSession(owner: Owner, session: string): Promise<readonly RunRecord[]>;
    lastRun(owner: Owner, session: string): Promise<RunRecord | undefined>;
    pendingApprovals(workspace: string): Promise<readonly RunRecord[]>;
    runOfApproval(workspace: string, approval: string): Promise<RunRecord | undefined>;
    expiredApprovals(now: number, limit: number): Promise<readonly RunRecord[]>;
    append(append: Append): Promise<readonly RunEvent[]>;
    events(run: string, after: number): Promise<readonly RunEvent[]>;
}

type StreamedEvent = RunEvent | AnswerWords;

interface Suggestion {
    readonly text: string;
}

interface Surface {
    readonly id: string;
    readonly prefix: `/${string}/`;
    handle(request: Request): Promise<Response>;
}

interface Table {
    readonly columns: readonly string[];
    readonly rows: readonly Row[];
}

type Taint =
/** Written by the caller in this request. */
'caller'
/** Written by this project's code or the operator's configuration. */
 | 'trusted'
/** Read from a source that anyone may have written to, or made by a model that has seen such. */
 | 'untrusted';

type Tap = <N extends HookName>(name: N, tap: (...input: Arguments<Hooks[N]>) => Promise<Result<Hooks[N]> | undefined | void> | Result<Hooks[N]> | undefined | void) => void;

interface Task {
    readonly text: string;
    readonly namespaces: readonly string[];
}

interface TextConditions extends FieldConditions {
    readonly phrases?: readonly string[];
    readonly pattern?: string;
    readonly captures?: Readonly<Record<string, CaptureDeclaration>>;
}

interface TextMatch {
    readonly captures: Captures;
    readonly weight: number;
}

interface TextMatcher {
    readonly description: string;
    readonly captures: Readonly<Record<string, CaptureDeclaration>>;
    readonly keywords: readonly string[] | undefined;
    test(fact: RuleFact): Outcome;
    match(fact: RuleFact): TextMatch | undefined;
}

interface TextTest {
    test(text: string): boolean;
}

type TimedValues = readonly (readonly [number, number | null])[];

interface TimelineRequest {
    readonly span: number;
    readonly window: number;
}

type Tool = ReadTool | WriteTool;

interface ToolCall {
    readonly step: string;
    readonly tool: string;
    readonly effect: 'read' | 'write';
    readonly arguments: Readonly<Record<string, unknown>>;
}

interface ToolContext {
    readonly run: string;
    readonly step: string;
    readonly caller: Caller;
    readonly signal: AbortSignal;
    readonly byteCap: number;
    readonly rules: CompiledRules;
    now(): number;
}

interface ToolDescription {
    readonly name: string;
    readonly description: string;
    readonly input: Schema;
    readonly worker: string;
    readonly sensitivity?: Sensitivity;
    readonly summarized?: string;
}

interface ToolResult {
    readonly evidence: readonly EvidenceDraft[];
    readonly findings?: readonly Finding[];
    readonly relations?: readonly Relation[];
    readonly moments?: readonly Moment[];
    readonly value?: unknown;
    readonly unavailable?: readonly UnavailableSource[];
}

interface ToolSituation {
    readonly caller?: Caller;
    readonly now?: () => number;
    readonly signal?: AbortSignal;
    readonly byteCap?: number;
}

interface Trend {
    readonly slope: number;
    readonly least: number;
    readonly most: number;
    readonly level: number;
    readonly at: number;
    readonly span: number;
    readonly isSteady: boolean;
}

type TriedContext = Omit<HookContext, 'run' | 'session'> & Partial<Pick<HookContext, 'run' | 'session'>>;

interface TriedRule {
    readonly rule: string;
    readonly stage: Stage;
    readonly would: readonly string[];
    readonly step?: string;
}

type Typed<T, S extends Schema> = {
    readonly [K in keyof T]: K extends 'input' ? S : T[K] extends (input: unknown, ...rest: infer R) => infer V ? (input: Infer<S>, ...rest: R) => V : T[K];
};

interface UnavailableSource {
    readonly source: string;
    readonly reason: string;
}

interface UndecidedRule {
    readonly id: string;
    readonly layer: Layer;
    readonly final: boolean;
    readonly reason: string;
}

interface UndoAction {
    readonly undo: Readonly<Record<string, never>>;
}

declare class Unknown {
    readonly field: string;
    constructor(field: string);
}

interface UnreadableRecord {
    readonly unreadable: string;
    readonly place: string;
}

interface UseAction {
    readonly use: {
        readonly provider: string;
        readonly model: string;
        readonly fallback?: readonly ModelReference[];
        readonly sensitivity?: string;
        readonly [setting: string]: unknown;
    };
}

type Verdict = 'true' | 'false' | 'unknown' | 'error';

interface Verification {
    readonly state: 'applied' | 'not-applied' | 'unknown';
    readonly summary: string;
    readonly evidence: readonly EvidenceDraft[];
    readonly harm?: string;
}

interface VerifyChainOptions {
    readonly heads?: Iterable<ChainHead>;
    readonly mayBeginLater?: boolean;
    readonly problemLimit?: number;
}

interface VersionedRead {
    readonly body: unknown;
    readonly version: string | undefined;
}

type Wait = (milliseconds: number, signal: AbortSignal) => Promise<void>;

interface WorkerCauses {
    readonly worker: string;
    readonly sets: readonly RuleSet[];
}

interface WorkspaceModel {
    readonly model: LanguageModelV4;
    readonly name: string;
    readonly locality: 'private' | 'commercial';
}

interface WorkspaceModels {
    readonly id: string;
    choose(caller: Caller, signal: AbortSignal): Promise<WorkspaceModel | undefined>;
}

interface WorkspaceSettings {
    readonly environment?: string;
    readonly sensitivity?: Sensitivity;
}

interface WriteTool extends ToolDescription {
    readonly effect: 'write';
    operation(input: unknown): Operation;
    preview(input: unknown, context: ToolContext): Promise<Preview>;
    verify(input: unknown, context: ToolContext, outcome: OperationOutcome | undefined): Promise<Verification>;
    inverse?(input: unknown, preview: Preview): Inverse | undefined;
}

declare function ageOf(time: string | undefined, now: number): string;

declare function agentEngineChecks(create: () => AgentEngine): readonly Check[];

declare const agentEnginePoint: ExtensionPoint<AgentEngine>;

declare const agentPoint: ExtensionPoint<Agent>;

declare function appendOf(run: string, after: number, events: Append['events'], rest?: Partial<Append>): Append;

declare function attacksFor({ order, sentence }: AttackGoal): readonly Attack[];

declare function auditFull(room: number): HexaopsError;

declare function auditOf(store: Store): Promise<readonly AuditEntry[]>;

declare const auditReaderPoint: ExtensionPoint<AuditReader>;

declare function auditSinkChecks(open: () => Promise<AuditSinkUnderTest>): readonly Check[];

declare const auditSinkPoint: ExtensionPoint<AuditSink>;

declare const authenticatorPoint: ExtensionPoint<Authenticator>;

declare function batchOf(sink: string, records: readonly AuditRecord[]): AuditBatch;

declare function boundEntry(entry: AuditEntry): AuditEntry;

declare function boundedFetch(fetch: typeof globalThis.fetch, most?: number): typeof globalThis.fetch;

declare function boundedTable({ columns, rows }: Table, byteCap: number, remedy: string): Bounded;

declare function boundedText(lines: readonly string[], byteCap: number, remedy: string, keep?: 'first' | 'last'): Bounded;

declare function causesOf({ metadata }: RuleSet): ReadonlyMap<string, string>;

declare function chain(before: ChainLink | undefined, entry: AuditEntry): Omit<ChainedEntry, 'entry'>;

declare const chainStart: string;

declare const chatProtocolPoint: ExtensionPoint<ChatProtocol>;

declare const chatRecordings: ProviderRecordings;

declare function checkCompatibility(manifest: PluginManifest, version?: string): void;

declare const checkPoint: ExtensionPoint<Check>;

declare function chooseSteps({ steps }: PlanAction['plan'], isInstalled: (tool: string) => boolean): ChosenSteps;

declare const clusterPoint: ExtensionPoint<ClusterReader>;

declare function collect(stream: AsyncIterable<StreamedEvent>): Promise<readonly RunEvent[]>;

declare function compileRules(sets: readonly RuleSet[], options?: CompileOptions): CompiledRules;

declare function contributionsOf(plugin: Plugin, config: unknown): readonly Contribution[];

declare const controlPlanePoint: ExtensionPoint<ControlPlane>;

declare const coreVersion: string;

declare function createEngine({ plugins, config, base, now, wait, }: CreateEngineOptions): Promise<Engine>;

declare function createFakeControlPlane(): FakeControlPlane;

declare function createMemoryStore({ maximumSessions }?: MemoryStoreOptions): Store;

declare function createPuppetModel({ knows, plans }?: PuppetOptions): PuppetModel;

declare function createRuleSnapshot(options?: CompileOptions): RuleSnapshot;

declare function createScriptedModel(script: readonly ScriptedTurn[] | Script, modelId?: string): RecordingModel;

declare const datasetPoint: ExtensionPoint<Dataset>;

declare const defaultAudit: Required<AuditSettings>;

declare const defaultBudget: BudgetLimits;

declare const defaultChangeLimits: ChangeLimits;

declare const defaultInvestigationSettings: InvestigationSettings;

declare const defaultModelSettings: ModelSettings;

declare function definePlugin<const S extends Schema>(definition: PluginDefinition<S>): Plugin;

declare function defineReadTool<const S extends Schema>(tool: Omit<Typed<ReadTool, S>, 'effect'>): ReadTool;

declare function defineWriteTool<const S extends Schema>(tool: Omit<Typed<WriteTool, S>, 'effect'>): WriteTool;

declare function describeCauses(workers: readonly WorkerCauses[]): string;

declare const detailsBytes = 65536;

declare function differences(before: unknown, after: unknown, path: string): readonly Change[];

declare function endpointOf(name: string, config: EndpointConfig, providersOwn: string): Endpoint;

declare const endpointProperties: {
    readonly baseUrl: {
        readonly type: 'string';
        readonly pattern: '^https?://[^\\s?#]+$';
        readonly maxLength: 2000;
        readonly description: "Of a server in the place of the provider's own; everything is asked below it, and no redirect is followed.";
    };
    readonly apiKey: {
        readonly type: 'string';
        readonly minLength: 1;
        readonly maxLength: 4096;
        readonly description: 'Of the provider, or of what baseUrl leads to.';
    };
    readonly private: {
        readonly type: 'boolean';
        readonly default: false;
        readonly description: 'baseUrl leads to nodes of your own: it may be http then, and they may see what is confidential.';
    };
};

declare const engineRules: EngineRules;

declare function estimateTokens(text: string): number;

declare function eventsOf<T extends RunEventType>(events: readonly RunEvent[], type: T): readonly EventOf<T>[];

declare function evidenceOf<Source extends string>(source: Source, object: ObjectReference, text: string, time?: string): EvidenceReference<Source>;

declare function extensionPoint<T>(id: string, spec: Spec, older?: OlderSpecs<T>): ExtensionPoint<T>;

declare const factSchemas: FactSchemas;

declare function fakeCaller({ subject, workspace, roles, token, expiresAt, }?: FakeCallerOptions): Caller;

declare function fakeEntry(changes?: Partial<AuditEntry>): AuditEntry;

declare function fakeRecords(count: number, { workspaces, entry }?: {
    workspaces?: readonly string[];
    entry?: Partial<AuditEntry>;
}): Generator<AuditRecord>;

declare function findingsOf<Source extends string>(facts: readonly ShownFact<Source>[], rules: CompiledRules, workspace?: string): readonly ShownFinding<Source>[];

declare function fitTokens(text: string, tokens: number): string;

declare function forecastOf({ slope, least, most, level, span, isSteady }: Trend, limit: number): Forecast | undefined;

declare function formatDuration(milliseconds: number): string;

declare function formatIssue(issue: RuleIssue): string;

declare function growthOf(series: TimedValues): Trend | undefined;

declare function hashOf(bytes: ApprovedBytes): string;

declare const healthPoint: ExtensionPoint<HealthSource>;

declare function inert(text: string): string;

declare function isSecretName(name: string): boolean;

declare function isStored(event: StreamedEvent): event is RunEvent;

declare const jobPoint: ExtensionPoint<BackgroundJob>;

declare const jobRunnerPoint: ExtensionPoint<JobRunner>;

declare const keptWordsPoint: ExtensionPoint<KeptWords>;

declare function keyOfObject({ kind, namespace, name }: ObjectReference): string;

declare function lastOf<T extends RunEventType>(events: readonly RunEvent[], type: T): EventOf<T>;

declare function levelChanges(series: TimedValues, { smoothing }?: ChangeOptions): readonly LevelChange[];

declare function levelDifference(earlier: readonly number[], later: readonly number[]): LevelDifference | undefined;

declare function linkHash({ sequence, previous, entry }: Omit<ChainedEntry, 'hash'>): string;

declare function listedModels(url: string, headers: Readonly<Record<string, string>>, { list, name }: {
    readonly list: string;
    readonly name: string;
}, signal: AbortSignal): Promise<readonly string[]>;

declare const llmProviderPoint: ExtensionPoint<LlmProvider>;

declare function loadPlugin(specifier: string, base: string, config?: unknown): Promise<LoadedPlugin>;

declare const marker: unique symbol;

declare function maskCommandLine(words: readonly string[]): string[];

declare function maskValue(name: string, value: string): string;

declare const masked = "[masked]";

declare function measured(value: number, unit: string | undefined): string;

declare const measurementPoint: ExtensionPoint<Measurement>;

declare function messageOf(error: unknown): string;

declare const metricsPagePoint: ExtensionPoint<MetricsPage>;

declare const metricsPoint: ExtensionPoint<MetricReader>;

declare const modelSchedulePoint: ExtensionPoint<ModelSchedule>;

declare function modelsCheck(providers: readonly LlmProvider[], config: ModelsConfig): Check;

declare function nameOfObject({ kind, namespace, name }: ObjectReference): string;

declare function nearestRelations(relations: readonly Relation[], objects: readonly ObjectReference[]): readonly Relation[];

declare function openAudit(plugins: readonly PluginReference[], base?: string): Promise<AuditAccess>;

declare function openPlugins(plugins: readonly PluginReference[], base?: string): Promise<OpenPlugins>;

declare function openTools(...plugins: readonly PluginReference[]): Promise<PluginTools>;

declare function optional<T>({ key }: ExtensionPoint<T>): Key<T | undefined>;

declare function outlineOf(points: Points): SeriesOutline | undefined;

declare function parseDuration(text: string): number;

declare function parseManifest(text: string, specifier: string): PluginManifest;

declare function parseQuantity(text: unknown): number | undefined;

declare function parseRuleSets(text: string, file: string): readonly RuleSet[];

declare const plainLoop: AgentEngine;

declare function promptText({ prompt }: LanguageModelV4CallOptions): string;

declare function providerChecks(provider: ProviderUnderTest): readonly Check[];

declare function providerOf(model: LanguageModelV4, { id, locality }?: {
    readonly id?: string;
    readonly locality?: LlmProvider['locality'];
}): LlmProvider;

declare function rankFindings<F extends Rankable>(findings: readonly F[], relations: readonly Relation[], ownCauses?: ReadonlySet<string>): readonly F[];

declare function reach(url: string, signal: AbortSignal, request?: Pick<RequestInit, 'method' | 'headers' | 'body'>): Promise<Reached>;

declare function readBody(body: AsyncIterable<Uint8Array> | null | undefined, byteCap: number): Promise<BodyText>;

declare function readManifest(specifier: string, base: string): Promise<PluginManifest>;

declare function readUntil<T>(read: () => Promise<T>, isDone: (value: T) => boolean, context: ToolContext): Promise<T>;

declare function recordsThatFit(sizes: Iterable<number>, bytes: number): number;

declare function renderAction<A extends Action>(action: A, fact: RuleFact, captures?: Captures): A;

declare function renderApproval(bytes: ApprovedBytes, provenance: Readonly<Record<string, Provenance>>): readonly string[];

declare function renderTemplate(template: string, fact: RuleFact, captures: Captures): unknown;

declare function replay(answer: RecordedAnswer): Promise<ReplayServer>;

declare function replicaChecks(open: () => Promise<readonly [Store, Store]>): readonly Check[];

declare const replicaLeasesPoint: ExtensionPoint<ReplicaLeases>;

declare function requireClocksAgree(whose: string, { theirs, asked, answered }: ClockReading): void;

declare function requireWhole(approval: Approval): void;

declare const resolverPoint: ExtensionPoint<Resolver>;

declare function ruleChecks(plugin: Plugin, config?: unknown): readonly Check[];

declare function ruleDirectory(id: string, directory: URL): RuleSource;

declare const ruleSetSchema: Schema;

declare function ruleSetsOf(plugin: Plugin, config?: unknown): Promise<readonly RuleSet[]>;

declare const ruleSourcePoint: ExtensionPoint<RuleSource>;

declare function runChecks(checks: readonly Check[], test: (name: string, body: () => Promise<void>) => unknown): void;

declare function runRuleTests(sets: readonly RuleSet[], options?: CompileOptions): readonly RuleTestResult[];

declare function sameObject(left: ObjectReference, right: ObjectReference): boolean;

declare const scene: Scene;

declare function serverCheckChecks({ checkOf, well, unwell }: ServerCheck): readonly Check[];

declare function serverSentEvents(values: readonly (object | string)[], { named, lineEnd }?: {
    readonly named?: boolean;
    readonly lineEnd?: string;
}): readonly string[];

declare function serviceKey<T>(name: string): {
    readonly key: ServiceIdentifier<T>;
};

declare const sharedLimitsPoint: ExtensionPoint<SharedLimits>;

declare function sparkline(points: Points, width: number): string;

declare const stages: readonly Stage[];

declare function storeChecks(create: () => Promise<Store>): readonly Check[];

declare const storePoint: ExtensionPoint<Store>;

declare function storedEvents(stream: AsyncIterable<StreamedEvent>): AsyncGenerator<RunEvent, void, void>;

declare function streamPartsOf({ content, finishReason, usage, }: LanguageModelV4GenerateResult): Iterable<LanguageModelV4StreamPart>;

declare const surfacePoint: ExtensionPoint<Surface>;

declare function toolChecks(tool: Tool, examples: readonly unknown[], call?: (byteCap: number) => Promise<ToolResult>): readonly Check[];

declare const toolPoint: ExtensionPoint<Tool>;

declare function trendOf(series: TimedValues): Trend | undefined;

declare function unknownName(code: ErrorCode, what: string, name: string, known: readonly string[]): HexaopsError;

declare function verifyChain(records: AsyncIterable<ChainedEntry> | Iterable<ChainedEntry>, { heads, mayBeginLater, problemLimit }?: VerifyChainOptions): Promise<ChainReport>;

declare function visible(text: string): string;

declare function withoutGuesses<F extends Shown>(findings: readonly F[]): readonly F[];

declare function withoutSecrets(text: string): string;

declare const workspaceModelsPoint: ExtensionPoint<WorkspaceModels>;
