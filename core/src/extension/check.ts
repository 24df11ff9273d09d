import { type ExtensionPoint, extensionPoint } from './point.ts';

/** What was found, in words for operators: never a secret, nor anybody's data. */
export interface CheckOutcome {
  readonly message: string;
  /** There was nothing to look at. */
  readonly skipped?: true;
}

/** Whether what a plugin needs at its other end is there, asked before the service runs: `hexaops doctor`. */
export interface Check {
  /** What is looked at, of one or two words: `control-plane`. */
  readonly name: string;
  /**
   * Looks at it, without anything of the plugin being started, and leaves nothing behind. Raises a `HexaopsError` that says
   * what to do where it is not well. Heeds the signal.
   */
  check(signal: AbortSignal): Promise<CheckOutcome>;
}

export const checkPoint: ExtensionPoint<Check> = extensionPoint<Check>('check', 'v1');
