import { type Check, HexaopsError, reach, requireClocksAgree } from '@hexaops/core';
import type { Settings } from './config.ts';

/**
 * Whether the control plane answers, and as the Internal Operations API does. It is asked without a credential, which no
 * one has outside of a request: so a refusal is as good as an answer.
 */
export function controlPlaneCheck({ origin, basePath, paths }: Settings): Check {
  const url = `${origin}${basePath}${paths.health}`;
  return {
    name: 'control-plane',
    async check(signal) {
      const { status, body, clock } = await reach(url, signal);
      if (status >= 500) throw other(`${url} answers with ${status}`, 'look into the logs of the control plane');
      if (!refuses(status) && !(status === 200 && isHealth(body))) {
        throw other(
          `${url} answers with ${status}, and not as the Internal Operations API does`,
          'give its address as "url" of the plugin control-plane, and its path as "paths.health" where it differs',
        );
      }
      requireClocksAgree('the control plane', clock);
      return { message: `${origin}${basePath} answers within ${clock.answered - clock.asked} ms` };
    },
  };
}

function refuses(status: number): boolean {
  return status === 401 || status === 403;
}

/** `{status, timestamp, components}`. */
function isHealth(body: string): boolean {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && 'status' in value && typeof value.status === 'string';
  } catch {
    return false;
  }
}

function other(message: string, nextStep: string): HexaopsError {
  return new HexaopsError('control-plane-unavailable', message, { nextStep });
}
