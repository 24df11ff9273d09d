import type { AuditSink } from '../extension/audit.ts';
import type { ControlPlane } from '../extension/control-plane.ts';
import type { HealthSource } from '../extension/health.ts';
import type { Resolver } from '../extension/resolver.ts';
import type { Store } from '../extension/store.ts';
import type { GuardSettings } from '../guard/guard.ts';
import type { Hooks } from '../hooks/hooks.ts';
import type { InvestigationSettings } from '../investigations/settings.ts';
import type { Models } from '../llm/models.ts';
import type { CompiledRules } from '../rules/index.ts';
import type { BudgetLimits } from '../run/budget.ts';
import type { LeftOutRule } from './check-plans.ts';
import type { AgentRunner } from '../run/agent-runner.ts';
import type { ToolRegistry } from './tool-registry.ts';

/** What the engine is made of once its plugins are assembled. Nothing in it belongs to a request. */
export interface EngineParts {
  readonly tools: ToolRegistry;
  /** What runs an agent, by the name of the tool that plans know it by. */
  readonly agents: ReadonlyMap<string, AgentRunner>;
  readonly resolvers: readonly Resolver[];
  /** The rules of this moment; those of one workspace alone see only its facts. */
  rules(): CompiledRules;
  /** Rules over the tools of several workers, of which too few are installed. */
  readonly leftOutRules: readonly LeftOutRule[];
  readonly guard: GuardSettings;
  /** Undefined for those who embed the engine without one: then there are no writes. */
  readonly controlPlane: ControlPlane | undefined;
  readonly auditSinks: readonly AuditSink[];
  /** How many audit records may wait to be delivered. */
  readonly auditRoom: number;
  readonly store: Store;
  readonly healthSources: readonly HealthSource[];
  readonly hooks: Hooks;
  /** Undefined where no plugin brings any: then rules and templates do all of the work. */
  readonly models: Models | undefined;
  readonly budget: BudgetLimits;
  /** Undefined: nothing is looked into without a person asking. */
  readonly investigations: InvestigationSettings | undefined;
  readonly approvalSeconds: number;
  /** Milliseconds since the epoch. */
  now(): number;
}
