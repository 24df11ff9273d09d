import { type ControlPlane, HexaopsError } from '@hexaops/core';
import { ApiSource } from '../api/api-source.ts';
import type { FetchKubernetes } from '../api/fetch.ts';

/** The workspace's cluster, through the control plane's pass-through: what the user may read, the control plane decides. */
export function passThroughSource(fetchKubernetes: FetchKubernetes): ApiSource {
  return new ApiSource('control-plane', 'control plane', fetchKubernetes);
}

/** Binds a control plane: every call carries the caller of the reading, and without one there is no call. */
export function throughControlPlane(controlPlane: Pick<ControlPlane, 'kubernetes'>): FetchKubernetes {
  return async (path, { caller, query, signal, byteCap }) => {
    if (caller === undefined) {
      throw new HexaopsError('forbidden', 'the control plane is read on behalf of a user, and there is none', {
        nextStep: 'ask with a token',
      });
    }
    return controlPlane.kubernetes(caller, path, query, { signal, byteCap });
  };
}
