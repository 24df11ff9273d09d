import { HexaopsError } from '../errors.ts';

/** When a server answered, by its clock and by this machine's. Milliseconds since the epoch. */
export interface ClockReading {
  /** The beginning of the second that its `Date` header names; undefined where it sent none. */
  readonly theirs: number | undefined;
  readonly asked: number;
  readonly answered: number;
}

/** The leeway that tokens are judged with. */
const toleratedMilliseconds = 2_000;
/** A `Date` header (RFC 9110) names whole seconds. */
const dateResolution = 1_000;

/** Raises `config-invalid` unless tokens that are new there are neither expired nor of the future here. */
export function requireClocksAgree(whose: string, { theirs, asked, answered }: ClockReading): void {
  if (theirs === undefined) return;
  const ahead = theirs - answered;
  const behind = asked - (theirs + dateResolution);
  const apart = Math.max(ahead, behind);
  if (apart <= toleratedMilliseconds) return;
  const direction = ahead > behind ? 'behind' : 'ahead of';
  throw new HexaopsError(
    'config-invalid',
    `this machine is ${Math.ceil(apart / 1000)} s ${direction} ${whose}, and a token lives 10 s`,
    { nextStep: 'synchronize the clocks, with NTP for example' },
  );
}
