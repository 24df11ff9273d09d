import type { AuthJwtConfig } from '@hexaops/auth-jwt';
import type { ControlPlaneConfig } from '@hexaops/control-plane';
import { HexaopsError, type LoadedPlugin, messageOf } from '@hexaops/core';
import { type Outcome, Skipped } from './check.ts';

/** When the control plane answered, by its clock and by this machine's. Milliseconds since the epoch. */
export interface ClockReading {
  /** The beginning of the second that its `Date` header names. */
  readonly theirs: number | undefined;
  readonly asked: number;
  readonly answered: number;
}

/** The leeway that tokens are judged with. */
const toleratedMilliseconds = 2_000;
/** A `Date` header (RFC 9110) names whole seconds. */
const dateResolution = 1_000;

/** Whether the control plane answers at all. It is asked without a credential, so a refusal is as good as any answer. */
export async function checkControlPlane(
  plugins: readonly LoadedPlugin[],
  signal: AbortSignal,
): Promise<Outcome<ClockReading>> {
  const url = addressOf(plugins);
  if (url === undefined) throw new Skipped('no plugin names a control plane');
  const asked = Date.now();
  const response = await fetch(url, { redirect: 'manual', signal }).catch((cause: unknown) => {
    const reason = cause instanceof Error && cause.cause !== undefined ? messageOf(cause.cause) : messageOf(cause);
    throw new HexaopsError('control-plane-unavailable', `${url} does not answer: ${reason}`, {
      cause,
      nextStep: 'check its URL in the configuration, and that it can be reached from here',
    });
  });
  const answered = Date.now();
  await response.body?.cancel();
  if (response.status >= 500) {
    throw new HexaopsError('control-plane-unavailable', `${url} answers with ${response.status}`, {
      nextStep: 'look into the logs of the control plane',
    });
  }
  const date = Date.parse(response.headers.get('date') ?? '');
  const theirs = Number.isNaN(date) ? undefined : date;
  return { message: `${url} answers within ${answered - asked} ms`, value: { theirs, asked, answered } };
}

/** Whether tokens that are new there are neither expired nor of the future here. */
export async function checkClock({ theirs, asked, answered }: ClockReading): Promise<Outcome<true>> {
  if (theirs === undefined) throw new Skipped('the control plane does not say what time it is');
  const ahead = theirs - answered;
  const behind = asked - (theirs + dateResolution);
  const apart = Math.max(ahead, behind);
  if (apart <= toleratedMilliseconds) return { message: 'it agrees with that of the control plane', value: true };
  const direction = ahead > behind ? 'behind' : 'ahead of';
  throw new HexaopsError(
    'config-invalid',
    `this machine is ${Math.ceil(apart / 1000)} s ${direction} the control plane, and a token lives 10 s`,
    { nextStep: 'synchronize the clocks, with NTP for example' },
  );
}

function addressOf(plugins: readonly LoadedPlugin[]): string | undefined {
  const configOf = (id: string) => plugins.find(({ manifest }) => manifest.id === id)?.config;
  const controlPlane = configOf('control-plane') as ControlPlaneConfig | undefined;
  if (controlPlane !== undefined) return controlPlane.url;
  return (configOf('auth-jwt') as AuthJwtConfig | undefined)?.jwksUrl;
}
