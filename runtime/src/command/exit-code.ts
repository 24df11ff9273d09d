/** What a script can tell from the end of a command. */
export const exitCode = {
  /** It was done. */
  done: 0,
  /** It was done, and what it looked at is not as it should be: failing rule tests, a failing check, a failed run. */
  failed: 1,
  /** It could not be done: bad arguments, bad input, bad configuration. Nothing was changed. */
  refused: 2,
  /** The run waits for somebody: an approval, an answer, a fresh token. */
  waiting: 3,
  /** A person left with Ctrl-C: the run goes on without them. What a shell says of a program that an interrupt ended. */
  left: 130,
  /** An error of the program itself. */
  internal: 70,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
