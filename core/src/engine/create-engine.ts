import { HexaopsError, messageOf } from '../errors.ts';
import { agentTool, createAgents } from '../agents/worker/agents.ts';
import { agentRunner } from '../agents/worker/run-agent.ts';
import { agentPoint } from '../extension/agent.ts';
import { auditSinkPoint } from '../extension/audit.ts';
import { authenticatorPoint } from '../extension/authenticator.ts';
import { controlPlanePoint } from '../extension/control-plane.ts';
import { agentEnginePoint } from '../extension/engine.ts';
import { healthPoint } from '../extension/health.ts';
import { jobPoint, jobRunnerPoint } from '../extension/jobs.ts';
import { llmProviderPoint, type Sensitivity } from '../extension/llm.ts';
import { resolverPoint } from '../extension/resolver.ts';
import { ruleSourcePoint } from '../extension/rules.ts';
import { storePoint } from '../extension/store.ts';
import { toolPoint } from '../extension/tool.ts';
import { workspaceModelsPoint } from '../extension/workspace-models.ts';
import { checkTriggers, checkWorkers } from '../investigations/check-triggers.ts';
import { createInvestigations, type InvestigationWork } from '../investigations/service.ts';
import { type InvestigationSettings, investigationSettings } from '../investigations/settings.ts';
import { investigationTools } from '../investigations/tools.ts';
import { startBackgroundWork } from '../jobs/background-work.ts';
import { wait as realWait, type Wait } from '../jobs/wait.ts';
import { createModels } from '../llm/models.ts';
import type { ModelsConfig } from '../llm/models-config.ts';
import { type ChangeLimits, defaultChangeLimits } from '../guard/guard.ts';
import { type Assembly, assemble } from '../plugin/assemble.ts';
import type { ExtensionPoint } from '../extension/point.ts';
import { compileRules, type RuleSet } from '../rules/index.ts';
import { type BudgetLimits, defaultBudget } from '../run/budget.ts';
import { createMemoryStore } from '../store/memory.ts';
import { checkConfig } from './check-config.ts';
import { checkPlans, type LeftOutRule, missingTools } from './check-plans.ts';
import { engineRules } from './engine-rules.ts';
import { HexaopsEngine } from './engine.ts';
import { factSchemas } from './fact-schemas.ts';
import type { EngineParts } from './parts.ts';
import { type PluginReference, resolvePlugins } from './plugin-references.ts';
import { createToolRegistry } from './tool-registry.ts';
import type { Engine } from './types.ts';

export interface WorkspaceSettings {
  /** For rules: `production`, `staging`. */
  readonly environment?: string;
  /** Of its data: what is confidential is sent to models of private providers alone. */
  readonly sensitivity?: Sensitivity;
}

export interface AuditSettings {
  /** Records that may wait to be delivered; where there are more nothing is changed. 100,000 unless told. */
  readonly room?: number;
  /** Days for which records are kept that every sink has. 7 unless told. */
  readonly keepDays?: number;
}

export const defaultAudit: Required<AuditSettings> = Object.freeze({ room: 100_000, keepDays: 7 });

export interface EngineConfig {
  /** `readOnly` refuses every write in code, whatever rules say. */
  readonly mode?: 'normal' | 'readOnly';
  readonly budget?: Partial<BudgetLimits>;
  /** Which models are called, where plugins bring any. */
  readonly models?: ModelsConfig;
  /** What rules measure changes by. `defaultChangeLimits` unless told. */
  readonly changes?: Partial<ChangeLimits>;
  /** How long an approval stays open. 900 unless told. */
  readonly approvalSeconds?: number;
  /** Milliseconds that each plugin's start may take. 10,000 unless told. */
  readonly startMilliseconds?: number;
  /** Milliseconds that running work may take when the engine is disposed of. 10,000 unless told. */
  readonly drainMilliseconds?: number;
  readonly audit?: AuditSettings;
  readonly workspaces?: Readonly<Record<string, WorkspaceSettings>>;
  /** Of workspaces that `workspaces` does not name. */
  readonly defaultEnvironment?: string;
  /** How alerts are looked into without a person asking. Absent: they are not. */
  readonly investigations?: Partial<InvestigationSettings>;
  /** Beside those that plugins bring. */
  readonly ruleSets?: readonly RuleSet[];
}

export interface CreateEngineOptions {
  /** Names of packages, plugins themselves, or either with its configuration. The order is the order of start. */
  readonly plugins: readonly PluginReference[];
  readonly config?: EngineConfig;
  /** A file URL from which package names are resolved: `import.meta.url`. */
  readonly base?: string;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  /** How background jobs wait between their rounds; a test's own clock. */
  readonly wait?: Wait;
}

/**
 * An engine of these plugins. It installs no signal handler, keeps no global state and never ends the process, so several
 * may live side by side. Raises `plugin-*`, `config-invalid` and `rules-invalid`, all failures of a start in one error.
 */
export async function createEngine({
  plugins,
  config = {},
  base,
  now = Date.now,
  wait = realWait,
}: CreateEngineOptions): Promise<Engine> {
  checkConfig(config);
  const assembly = await assemble(await resolvePlugins(plugins, base), {
    startMilliseconds: config.startMilliseconds ?? 10_000,
  });
  try {
    const parts = await partsOf(assembly, config, now);
    await parts.store.audit.register(parts.auditSinks.map(({ id }) => id));
    const investigations = investigationsOf(parts, config);
    const work = await startBackgroundWork(parts, {
      jobs: [...assembly.all(jobPoint), ...(investigations === undefined ? [] : [investigations.job()])],
      runner: atMostOne(assembly, jobRunnerPoint),
      keepDays: config.audit?.keepDays ?? defaultAudit.keepDays,
      wait,
    });
    return new HexaopsEngine(
      parts,
      assembly.all(authenticatorPoint),
      assembly,
      work,
      config.drainMilliseconds ?? 10_000,
      investigations,
    );
  } catch (error) {
    await assembly[Symbol.asyncDispose]();
    throw HexaopsError.is(error) ? error : new HexaopsError('plugin-start-failed', messageOf(error), { cause: error });
  }
}

function investigationsOf(parts: EngineParts, { workspaces = {} }: EngineConfig): InvestigationWork | undefined {
  const { investigations } = parts;
  return investigations && createInvestigations(parts, investigations, (id) => Object.hasOwn(workspaces, id));
}

async function partsOf(assembly: Assembly, config: EngineConfig, now: () => number): Promise<EngineParts> {
  const workers = createAgents(assembly.all(agentPoint), assembly.all(agentEnginePoint), assembly.all(toolPoint));
  const store = atMostOne(assembly, storePoint) ?? createMemoryStore();
  const investigations = config.investigations && investigationSettings(config.investigations);
  const ownTools = investigations === undefined ? [] : investigationTools(store, investigations);
  const tools = createToolRegistry([
    ...assembly.all(toolPoint),
    ...ownTools,
    ...workers.map(({ agent }) => agentTool(agent)),
  ]);
  const sets = await Promise.all(
    assembly.all(ruleSourcePoint).map((source) => source.load(AbortSignal.timeout(10_000))),
  );
  const leftOutRules: LeftOutRule[] = [];
  const ownRules = [...engineRules.always, ...(investigations === undefined ? [] : engineRules.ofInvestigations)];
  const rules = compileRules([...ownRules, ...sets.flat(), ...(config.ruleSets ?? [])], {
    schemas: factSchemas,
    leaveOut(rule) {
      const missing = rule.missingTools === 'skip' ? missingTools(rule, tools) : [];
      if (missing.length > 0) leftOutRules.push({ rule: rule.id, missing });
      return missing.length > 0;
    },
  });
  checkPlans(rules, tools);
  checkTriggers(rules, tools);
  checkWorkers(tools, investigations?.workers ?? []);
  const workspaces = new Map(Object.entries(config.workspaces ?? {}));
  return {
    tools,
    agents: new Map(workers.map((worker) => [worker.agent.id, agentRunner(worker)])),
    resolvers: assembly.all(resolverPoint),
    rules: () => rules,
    leftOutRules,
    guard: {
      mode: config.mode ?? 'normal',
      environment: (workspace) => workspaces.get(workspace)?.environment ?? config.defaultEnvironment,
      limits: { ...defaultChangeLimits, ...given(config.changes) },
    },
    controlPlane: atMostOne(assembly, controlPlanePoint),
    auditSinks: assembly.all(auditSinkPoint),
    auditRoom: config.audit?.room ?? defaultAudit.room,
    store,
    investigations,
    healthSources: assembly.all(healthPoint),
    hooks: assembly.hooks,
    models: createModels({
      providers: assembly.all(llmProviderPoint),
      config: config.models ?? {},
      rules: () => rules,
      sensitivityOf: (workspace) => workspaces.get(workspace)?.sensitivity,
      own: atMostOne(assembly, workspaceModelsPoint),
    }),
    budget: { ...defaultBudget, ...given(config.budget) },
    approvalSeconds: config.approvalSeconds ?? 900,
    now,
  };
}

/** Without what is there and undefined, which would hide a default. */
function given<T extends BudgetLimits | ChangeLimits>(settings: Partial<T> = {}): Partial<T> {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as Partial<T>;
}

function atMostOne<T>(assembly: Assembly, point: ExtensionPoint<T>): T | undefined {
  const all = assembly.all(point);
  if (all.length > 1) {
    throw new HexaopsError('plugin-duplicate', `${all.length} plugins bring a ${point.id}; there can be one`, {
      nextStep: 'list one of them',
    });
  }
  return all[0];
}
