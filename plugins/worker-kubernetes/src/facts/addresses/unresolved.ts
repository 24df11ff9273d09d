import { type ClusterFact, evidenceOf } from '../fact.ts';
import type { Call } from './calls.ts';

type Told = Pick<ClusterFact, 'problem' | 'seen' | 'nearest'>;

/** `address-unresolved` of one program that is told an address which no other is told; `words` say what is wrong with it. */
export function unresolvedAlone({ caller, address }: Call, told: Told, words: string): ClusterFact {
  const { variable, container, host, port = 0 } = address;
  return {
    fact: 'address-unresolved',
    object: caller.object,
    ...told,
    silent: false,
    variable,
    host,
    port,
    engine: '',
    agreeing: 0,
    differing: 0,
    evidence: [evidenceOf('object', caller.object, `${variable} of ${container} is ${host}; ${words}`)],
  };
}
