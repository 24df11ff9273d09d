import type { ToolResult } from '../extension/tool.ts';
import type { Plan, PlanStep } from './plan.ts';
import type { RunContext } from './run-context.ts';

/** Runs an agent as a step of a plan. It keeps its own deadline, and ends with the run. */
export type AgentRunner = (context: RunContext, plan: Plan, step: PlanStep) => Promise<ToolResult>;
