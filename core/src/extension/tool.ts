import type { Caller } from '../caller.ts';
import type { CompiledRules } from '../rules/index.ts';
import type { EvidenceDraft } from '../run/evidence.ts';
import type { Finding, Relation } from '../run/finding.ts';
import type { Moment } from '../run/moment.ts';
import type { Operation, OperationOutcome } from './control-plane.ts';
import { type ExtensionPoint, extensionPoint } from './point.ts';
import type { Sensitivity } from './llm.ts';
import type { Infer, Schema } from './schema.ts';

/** What a tool gets beside its arguments. Nothing in it comes from a model or from evidence. */
export interface ToolContext {
  readonly run: string;
  readonly step: string;
  readonly caller: Caller;
  /** Aborted when the run is cancelled or the step's deadline passes. */
  readonly signal: AbortSignal;
  /** Bytes of content that one piece of evidence may have. */
  readonly byteCap: number;
  /** The rules of this moment, for tools that turn facts into findings; a workspace's own see facts that name it. */
  readonly rules: CompiledRules;
  /** The current time in milliseconds since the epoch; the clock of the engine. */
  now(): number;
}

/** A fact that `diagnose` rules look at: derived in code from evidence. `object` is what it is about. */
export interface Fact {
  readonly fact: string;
  readonly [name: string]: unknown;
}

export interface ToolResult {
  readonly evidence: readonly EvidenceDraft[];
  /** Findings, the likeliest root cause first. `evidence` in them are indexes into this result's evidence. */
  readonly findings?: readonly Finding[];
  /** What needs what, nearest to the findings first: by these the findings of all tools are ranked together. */
  readonly relations?: readonly Relation[];
  /** What happened when, as far as this tool can tell; the engine puts those of all tools on one time line. */
  readonly moments?: readonly Moment[];
  /** A small structured value for later steps and templates; never shown to a person as it is. */
  readonly value?: unknown;
  /** Sources that could not be read, and why. */
  readonly unavailable?: readonly UnavailableSource[];
}

export interface UnavailableSource {
  readonly source: string;
  readonly reason: string;
}

interface ToolDescription {
  readonly name: string;
  readonly description: string;
  /** Of the arguments: strict, `additionalProperties: false`. */
  readonly input: Schema;
  /** The worker that the tool belongs to, for the plan that people see. */
  readonly worker: string;
  /** What it reads must not be sent to every model. The workspace's unless told, and never less. */
  readonly sensitivity?: Sensitivity;
  /**
   * What in its evidence is worth summing up: `kinds of lines of logs`. Where a private model is set for `extract`, it is asked
   * to; what it says is a model's word, and so are its sentences checked. Nothing is summed up unless told.
   */
  readonly summarized?: string;
}

/** The erased form that the engine keeps: arguments are `unknown` until the schema has passed them. */
export interface ReadTool extends ToolDescription {
  readonly effect: 'read';
  execute(input: unknown, context: ToolContext): Promise<ToolResult>;
}

/** What a write would change, read before it is approved. */
export interface Preview {
  /** One sentence for people. */
  readonly summary: string;
  /** The version of the object that was looked at; the approval binds it. */
  readonly resourceVersion?: string;
  readonly changes: readonly Change[];
  /**
   * All of it is so already, which `summary` says: nothing is then sent, and nobody is asked to approve it. Only where
   * everything that the operation sets was read and is the same; what is not known may be different.
   */
  readonly unchanged?: true;
  /** How much it would touch, as far as that is known: for guard rules. */
  readonly blast?: BlastRadius;
}

/** How much of a workspace one change touches. What is not known is left out: rules then take it for the worst. */
export interface BlastRadius {
  readonly replicasBefore?: number;
  readonly replicasAfter?: number;
  /** Pods that are started, ended or replaced, or that requests no longer reach. */
  readonly pods?: number;
  /** Of all pods in the workspace, those: 0 to 1. */
  readonly share?: number;
  readonly namespaces?: readonly string[];
  /** Every pod of the workspace is touched. */
  readonly isWholeWorkspace?: boolean;
}

export interface Change {
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * A write is described, never done, by its tool: the engine alone hands the operation to the control plane, after guard
 * and approval. So no tool can act on its own.
 */
export interface WriteTool extends ToolDescription {
  readonly effect: 'write';
  operation(input: unknown): Operation;
  /** Reads what there is now. Raises `not-found` where the target does not exist. */
  preview(input: unknown, context: ToolContext): Promise<Preview>;
  /** Reads whether the change is there: after the operation, and after an outcome that is not known. */
  verify(input: unknown, context: ToolContext, outcome: OperationOutcome | undefined): Promise<Verification>;
  /**
   * What would take the change back, made from what was there before it; undefined where nothing does. It is only ever
   * proposed: a person approves it like any other change.
   */
  inverse?(input: unknown, preview: Preview): Inverse | undefined;
}

/** A call of a write tool. */
export interface Inverse {
  readonly tool: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

export interface Verification {
  readonly state: 'applied' | 'not-applied' | 'unknown';
  /** What is seen now, one sentence. */
  readonly summary: string;
  readonly evidence: readonly EvidenceDraft[];
  /** What is worse since, one sentence: the change is there, and is then proposed to be taken back. */
  readonly harm?: string;
}

export type Tool = ReadTool | WriteTool;

export const toolPoint: ExtensionPoint<Tool> = extensionPoint<Tool>('tool', 'v1');

type Typed<T, S extends Schema> = {
  readonly [K in keyof T]: K extends 'input'
    ? S
    : T[K] extends (input: unknown, ...rest: infer R) => infer V
      ? (input: Infer<S>, ...rest: R) => V
      : T[K];
};

/** A tool whose arguments have the type of its schema. */
export function defineReadTool<const S extends Schema>(tool: Omit<Typed<ReadTool, S>, 'effect'>): ReadTool {
  return Object.freeze({ ...(tool as Omit<ReadTool, 'effect'>), effect: 'read' });
}

export function defineWriteTool<const S extends Schema>(tool: Omit<Typed<WriteTool, S>, 'effect'>): WriteTool {
  return Object.freeze({ ...(tool as Omit<WriteTool, 'effect'>), effect: 'write' });
}
