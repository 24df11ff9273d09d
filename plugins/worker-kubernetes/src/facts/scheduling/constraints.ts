import type { Node } from '../../cluster/objects.ts';
import type { PodSpec } from '../parts.ts';
import { isControlPlane, untoleratedTaints } from './predicates.ts';

/** Of a text in a summary; names come from the cluster. */
const longest = 200;

/** `disk=ssd, zone=a`; empty without a node selector. */
export function nodeSelectorInWords({ nodeSelector }: PodSpec): string {
  return short(
    Object.entries(nodeSelector ?? {})
      .map(([label, value]) => `${label}=${value}`)
      .join(', '),
  );
}

/** The node affinity that is required: `disk In (ssd) and zone Exists or ...`; empty without one. */
export function nodeAffinityInWords({ affinity }: PodSpec): string {
  const terms = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  return short(
    terms
      .map(({ matchExpressions = [], matchFields = [] }) =>
        [...matchExpressions, ...matchFields]
          .map(({ key, operator, values = [] }) =>
            values.length === 0 ? `${key} ${operator}` : `${key} ${operator} (${values.join(', ')})`,
          )
          .join(' and '),
      )
      .filter((term) => term !== '')
      .join(' or '),
  );
}

/**
 * The taints that keep the pod away, `key=value:Effect, ...`: of the nodes for ordinary pods, if there are any, else of
 * all. Where nodes were not read, those that the scheduler's message names, which tells no effect; `unknown taints` where it names none.
 */
export function taintsInWords(spec: PodSpec, nodes: readonly Node[], message: string): string {
  const ordinary = nodes.filter((node) => !isControlPlane(node));
  const taints = (ordinary.length > 0 ? ordinary : nodes)
    .flatMap((node) => untoleratedTaints(spec, node))
    .map(({ key, value, effect }) => `${keyed(key ?? '', value ?? '')}:${effect ?? ''}`);
  const told = [...message.matchAll(/taint(?:\(s\))? \{([^:{}]+): ?([^{}]*)\}/g)].map(([, key = '', value = '']) =>
    keyed(key, value),
  );
  const found = new Set(taints.length > 0 ? taints : told);
  return found.size === 0 ? 'unknown taints' : short([...found].join(', '));
}

function keyed(key: string, value: string): string {
  return value === '' ? key : `${key}=${value}`;
}

function short(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}
