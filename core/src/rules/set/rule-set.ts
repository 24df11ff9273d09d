import type { ActionInput, Stage } from '../actions/action.ts';
import type { Verdict } from '../condition/verdict.ts';

export type Layer = 'platform' | 'plugin' | 'workspace';
export type Mode = 'enforce' | 'dryRun' | 'off';

/** What a rule looks at: a plain JSON object. Only its own properties are ever read. */
export type RuleFact = Readonly<Record<string, unknown>>;

export type Scalar = string | number | boolean | null;

/** Conditions on one field; all must hold. */
export interface FieldConditions {
  readonly equals?: Scalar;
  readonly not?: Scalar;
  readonly in?: readonly Scalar[];
  readonly notIn?: readonly Scalar[];
  readonly greaterThan?: number | string;
  readonly atLeast?: number | string;
  readonly lessThan?: number | string;
  readonly atMost?: number | string;
  /** A part of a text, or an element of a list. */
  readonly contains?: Scalar;
  readonly startsWith?: string;
  readonly endsWith?: string;
  /** RE2, found anywhere in the text. */
  readonly matches?: string;
  readonly exists?: boolean;
  /** Any of these, as whole words, whatever their case. */
  readonly words?: readonly string[];
}

/** How a value is taken out of what a person wrote. */
export type CaptureDeclaration =
  /** `known`: the rule is passed over where the workspace has no object of that very name. */
  | { readonly type: 'object'; readonly kinds?: readonly string[]; readonly known?: true }
  | { readonly type: 'integer'; readonly minimum?: number; readonly maximum?: number }
  | { readonly type: 'duration' }
  | { readonly type: 'word'; readonly words: Readonly<Record<string, readonly string[]>> }
  | { readonly type: 'text' };

/** Conditions on `text` in rules of stage `route`. */
export interface TextConditions extends FieldConditions {
  /** Whole sentences: `scale {workload} to {replicas} (replicas)`, `[is|are]`. One must match. */
  readonly phrases?: readonly string[];
  /** RE2 with named groups, found anywhere in the text. */
  readonly pattern?: string;
  readonly captures?: Readonly<Record<string, CaptureDeclaration>>;
}

export type MatchValue = Scalar | readonly Scalar[] | FieldConditions | TextConditions;

export interface RuleTest {
  readonly name?: string;
  readonly given: RuleFact;
  readonly expect: RuleExpectation;
}

/** `none`: the rule does not fire. Objects are compared in the parts that they name. */
export type RuleExpectation =
  | 'none'
  | 'fires'
  | {
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

export interface Rule {
  /** Unique among the rules that one workspace sees. */
  readonly id: string;
  readonly description?: string;
  /** The higher, the earlier. 0 unless told. */
  readonly priority?: number;
  readonly mode?: Mode;
  /** Lower layers may tighten what this rule decides, never loosen it. */
  readonly final?: boolean;
  /** Field (a dotted path) to condition. */
  readonly match?: Readonly<Record<string, MatchValue>>;
  /** CEL over the fact's fields. */
  readonly when?: string;
  readonly then: readonly ActionInput[];
  readonly tests?: readonly RuleTest[];
  /** How long a trigger rests after it has fired: `15m`. */
  readonly coolDown?: string;
}

export interface RuleSet {
  readonly apiVersion: 'hexaops/v1';
  readonly kind: 'RuleSet';
  readonly stage: Stage;
  /** `plugin` unless told. */
  readonly layer?: Layer;
  /** The set sees facts of this workspace only. */
  readonly workspace?: string;
  readonly metadata?: { readonly name?: string };
  /**
   * What becomes of a rule whose plan needs a tool that is not installed: `refuse` (unless told) takes it for a mistake,
   * `skip` leaves the rule out, for sets over the tools of several workers.
   */
  readonly missingTools?: 'refuse' | 'skip';
  readonly rules: readonly Rule[];
}
