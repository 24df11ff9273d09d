/** From what a person waits for, through what another call waits for, to what nobody waits for. */
export const callClasses = ['interactive', 'routing', 'background'] as const;

export type CallClass = (typeof callClasses)[number];

/** What the scheduler knows of a call before it is made. Times are milliseconds of the scheduler's clock. */
export interface Call {
  /** Unique among the calls of this process. */
  readonly id: number;
  readonly model: string;
  readonly workspace: string;
  readonly class: CallClass;
  readonly inputTokens: number;
  /**
   * The prompt in blocks of `blockTokens`, each named by a digest of all up to its end and of the workspace, so that no
   * workspace learns from the time of its calls what another has sent.
   */
  readonly prefix: readonly (string | number)[];
  readonly arrived: number;
  /** An answer that comes later is of no use: it is not begun. */
  readonly deadline?: number | undefined;
}

/** How a node spent the time of a call. Milliseconds; from the timing fields of its last line. */
export interface Timing {
  /** The whole prompt, what the node had in its cache included. */
  readonly inputTokens: number;
  readonly prefillMilliseconds: number;
  readonly outputTokens: number;
  readonly decodeMilliseconds: number;
}

/** The class as a number; less is more urgent. */
export function rankOf(name: CallClass): number {
  return callClasses.indexOf(name);
}
