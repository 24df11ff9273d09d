import type { Tool } from '../../extension/tool.ts';
import type { RunEventDraft } from '../../run/events.ts';
import type { PlanStep, Provenance } from '../../run/plan.ts';
import { requireFreshToken, type RunContext } from '../../run/run-context.ts';
import { resolveObject } from '../resolve-captures.ts';
import { standsIn } from './literal.ts';

type Found = Pick<PlanStep, 'arguments' | 'provenance'>;

export interface NamedStep {
  readonly id: string;
  readonly tool: Tool;
  readonly arguments: PlanStep['arguments'];
  readonly provenance: PlanStep['provenance'];
  /** The person's message. */
  readonly words: string;
}

/**
 * The step with its object found in the workspace, as a rule's name would be: one object of that very name, or a question to
 * the person. Steps whose tool takes no name and namespace stay as they are. What a model wrote of its own accord stays
 * untrusted, found or not; a namespace that follows from a name that the person wrote is the person's.
 */
export async function lookUpName(context: RunContext, step: NamedStep): Promise<Found | { event: RunEventDraft }> {
  const { tool, arguments: values, provenance, words } = step;
  const { name, kind, namespace } = values;
  const takes = propertiesOf(tool);
  if (context.parts.resolvers.length === 0 || typeof name !== 'string' || !takes.has('name') || !takes.has('namespace'))
    return { arguments: values, provenance };
  requireFreshToken(context);
  const named = {
    capture: `${step.id}.name`,
    words: name,
    kinds: typeof kind === 'string' ? [kind] : [],
    ...(typeof namespace === 'string' && standsIn(words, namespace) ? { namespace } : {}),
  };
  const resolution = await resolveObject(context, named, tool.effect === 'write');
  if ('event' in resolution) return resolution;
  const { found } = resolution;
  const origin = originOf(provenance['name'], resolution);
  return {
    arguments: {
      ...values,
      name: found.name,
      ...(found.namespace === undefined ? {} : { namespace: found.namespace }),
      ...(takes.has('kind') && typeof kind === 'string' ? { kind: found.kind } : {}),
    },
    provenance: {
      ...provenance,
      name: origin,
      ...(found.namespace === undefined ? {} : { namespace: origin }),
      ...(takes.has('kind') && typeof kind === 'string' && found.kind !== kind ? { kind: origin } : {}),
    },
  };
}

function originOf(
  written: Provenance = { taint: 'untrusted', origin: 'a model' },
  { provenance, chosen }: { readonly provenance: Provenance; readonly chosen: boolean },
): Provenance {
  if (chosen) return provenance;
  if (provenance.taint !== 'caller') return { taint: 'untrusted', origin: written.origin };
  // Found or not, it is no more the person's than it was when the model wrote it.
  return written;
}

function propertiesOf({ input }: Tool): ReadonlySet<string> {
  const properties = input['properties'];
  return new Set(typeof properties === 'object' && properties !== null ? Object.keys(properties) : []);
}
