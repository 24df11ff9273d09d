import assert from 'node:assert/strict';

/** One thing that an implementation of an extension point must do, in words that tell its author what is wrong. */
export interface Check {
  readonly name: string;
  run(): Promise<void>;
}

/** Runs checks with any test runner's `test(name, body)`. */
export function runChecks(checks: readonly Check[], test: (name: string, body: () => Promise<void>) => unknown): void {
  for (const check of checks) test(check.name, () => check.run());
}

export { assert };
