import type { EngineParts } from '../engine/parts.ts';
import { isId } from '../engine/check-input.ts';
import type { RunEventDraft, Suggestion } from '../run/events.ts';
import type { PlanStep } from '../run/plan.ts';
import type { RunState } from '../run/state.ts';
import { findInvestigationsTool } from './find-tool.ts';

/** The step under which earlier investigations are looked for. */
const offeredStep = 'earlier-investigations';

/** Arguments by which tools are told what a question is about: the objects or, where none is named, the namespaces. */
const objects = ['name', 'workload', 'service', 'pod', 'release'];
const places = ['namespace', 'namespaces'];
const mostNames = 100;

/**
 * The plan of a question with one more reading beside its own: whether the same was looked into before, without anybody asking.
 * Plans that change something, and those that look for investigations anyway, stay as they are.
 */
export function withEarlierInvestigations({ investigations, tools }: EngineParts, event: RunEventDraft): RunEventDraft {
  if (investigations === undefined || event.type !== 'plan-made' || !tools.has(findInvestigationsTool)) return event;
  const { plan } = event;
  const { worker } = tools.get(findInvestigationsTool);
  if (plan.steps.some((step) => step.effect === 'write' || step.worker === worker || step.id === offeredStep))
    return event;
  const named = (by: readonly string[]) => [...new Set(plan.steps.flatMap((step) => namesOf(step, by)))];
  const names = [named(objects), named(places)].find(({ length }) => length > 0)?.slice(0, mostNames) ?? [];
  const step: PlanStep = {
    id: offeredStep,
    tool: findInvestigationsTool,
    worker,
    effect: 'read',
    arguments: names.length === 0 ? {} : { names },
    needs: [],
    provenance: { names: { taint: 'untrusted', origin: 'what the other steps are about' } },
  };
  return { ...event, plan: { ...plan, steps: [...plan.steps, step] } };
}

function namesOf({ arguments: values }: PlanStep, by: readonly string[]): readonly string[] {
  return by
    .flatMap((name) => (Object.hasOwn(values, name) ? [values[name]].flat() : []))
    .filter((value): value is string => typeof value === 'string' && value !== '' && value.length <= 253);
}

/** What can be asked about the youngest investigation that was found. It holds nothing but an id. */
export function suggestInvestigation({ evidence, steps }: RunState): readonly Suggestion[] {
  const own = evidence.find(({ step }) => steps.get(step)?.step.tool === findInvestigationsTool);
  const id = own?.content.kind === 'table' ? own.content.rows[0]?.at(-1) : undefined;
  return isId(id) ? [{ text: `show the investigation ${id}` }] : [];
}
