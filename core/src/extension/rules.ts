import type { RuleSet } from '../rules/index.ts';
import { type ExtensionPoint, extensionPoint } from './point.ts';

/** Where rule sets come from: a plugin's files, a directory, the control plane. */
export interface RuleSource {
  readonly id: string;
  load(signal: AbortSignal): Promise<readonly RuleSet[]>;
  /** Calls back when `load` would give something else. */
  watch?(changed: () => void): Disposable;
}

export const ruleSourcePoint: ExtensionPoint<RuleSource> = extensionPoint<RuleSource>('rules', 'v1');
