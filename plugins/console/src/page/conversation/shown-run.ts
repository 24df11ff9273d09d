import type { ToldFailure } from '../protocol/failure.ts';
import type { RunState, Waiting } from '../run/run-state.ts';

export interface ShownRun {
  readonly key: number;
  readonly state: RunState;
  readonly connection: 'live' | 'lost' | 'idle';
  /** What the person has sent to a run that waits for it, until it is known what became of it. */
  readonly sent?: Sent;
  /** What could not be asked or done, beside what the run itself says. */
  readonly failure?: ToldFailure;
}

interface Sent {
  readonly what: keyof typeof lost;
  readonly to: Waiting | undefined;
}

/** Something is still to come of it. What has not been taken, and is sent no more, is not busy. */
export function isBusy({ state: { status }, connection }: Pick<ShownRun, 'state' | 'connection'>): boolean {
  return status === 'running' || (status === 'sending' && connection !== 'idle');
}

/** Told where the run still waits for what was sent to it. Only then may it be sent again. */
export const lost = {
  decision: { message: 'Your decision did not arrive: nothing is decided yet', nextStep: 'decide again' },
  answer: { message: 'Your answer did not arrive', nextStep: 'answer again' },
  resumption: { message: 'That did not arrive', nextStep: 'press Go on again' },
} as const satisfies Readonly<Record<string, ToldFailure>>;
