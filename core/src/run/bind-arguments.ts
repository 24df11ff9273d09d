import { parsePath, readPath } from '../rules/condition/path.ts';
import type { Binding, PlanStep, Provenance } from './plan.ts';
import type { RunState } from './state.ts';

const kubernetesName = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;
/** RFC 3339, as it is written in JSON everywhere; no other text that `Date.parse` would take. */
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;

/** Where there is no value that a step needs: what it would have been. */
interface Unbound {
  readonly missing: Binding;
}

/**
 * A read with the arguments that its bindings give it, from what earlier steps of the run told. What does not have the
 * declared type counts as not there. Where each comes from stands in the provenance; what was read is untrusted.
 */
export function bindArguments(step: PlanStep, { steps }: Pick<RunState, 'steps'>, now: number): PlanStep | Unbound {
  const { bindings } = step;
  if (bindings === undefined) return step;
  const values: Record<string, unknown> = { ...step.arguments };
  const provenance: Record<string, Provenance> = { ...step.provenance };
  for (const [name, binding] of Object.entries(bindings)) {
    const told = steps.get(binding.step)?.value;
    const found = typed(binding, valueAt(told, binding.value), now);
    if (found === undefined && binding.otherwise === undefined) return { missing: binding };
    values[name] = found ?? binding.otherwise;
    if (found === undefined) continue;
    provenance[name] = { taint: 'untrusted', origin: `read by the step "${binding.step}": ${binding.value}` };
  }
  return { ...step, arguments: values, provenance };
}

/** Bindings of the step wait for these, and for nothing that comes of them. */
export function boundTo({ bindings = {} }: PlanStep): readonly string[] {
  return Object.values(bindings).map(({ step }) => step);
}

function valueAt(value: unknown, text: string): unknown {
  const path = parsePath(text);
  if (path === undefined || typeof value !== 'object' || value === null) return undefined;
  return readPath(value as Readonly<Record<string, unknown>>, path);
}

function typed({ type, longest = Infinity, earlier = 0 }: Binding, value: unknown, now: number): unknown {
  switch (type) {
    case 'integer':
      return Number.isSafeInteger(value) ? value : undefined;
    case 'name':
      return typeof value === 'string' && kubernetesName.test(value) ? value : undefined;
    case 'instant': {
      const at = instantOf(value, now);
      return at === undefined ? undefined : new Date(Math.max(at - earlier, now - longest)).toISOString();
    }
    case 'age': {
      const at = instantOf(value, now);
      return at === undefined
        ? undefined
        : `${Math.max(1, Math.ceil(Math.min(now - at + earlier, longest) / 60_000))}m`;
    }
  }
}

/** Milliseconds since the epoch. What has not happened yet is no time that anything can be asked since. */
function instantOf(value: unknown, now: number): number | undefined {
  if (typeof value !== 'string' || !instant.test(value)) return undefined;
  const at = Date.parse(value);
  return at <= now ? at : undefined;
}
