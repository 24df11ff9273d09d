import type { ToolContext } from './tool.ts';
import { type ExtensionPoint, extensionPoint } from './point.ts';

/** What a person may have meant by a name. */
export interface Candidate {
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  /** `exact`: the very name; `near`: a part or a spelling of it. An argument of a write is taken from `exact` alone. */
  readonly match: 'exact' | 'near';
}

/** Finds the workspace's own objects that a person's words may name. */
export interface Resolver {
  readonly id: string;
  /** Kinds that it knows, for example `Deployment`. */
  readonly kinds: readonly string[];
  /** Best first, at most 10. An empty `kinds` asks for every kind that the resolver knows. */
  resolve(words: string, kinds: readonly string[], context: ToolContext): Promise<readonly Candidate[]>;
}

export const resolverPoint: ExtensionPoint<Resolver> = extensionPoint<Resolver>('resolver', 'v1');
