import { HexaopsError } from '../errors.ts';
import type { ReadTool, ToolResult } from '../extension/tool.ts';
import { guard } from '../guard/guard.ts';
import { bindArguments } from './bind-arguments.ts';
import { boundEvidence } from './bound-evidence.ts';
import { bytesOf } from './content-bytes.ts';
import type { EvidenceDraft } from './evidence.ts';
import type { EventError, RunEventDraft } from './events.ts';
import type { Finding } from './finding.ts';
import type { Binding, Plan, PlanStep } from './plan.ts';
import type { KeptMoment } from './moment.ts';
import { plainCopy } from './plain.ts';
import { permissionHasChanged } from './permission.ts';
import { admit } from './admission.ts';
import { boundFinding, boundResult } from './bound-result.ts';
import {
  callOf,
  eventErrorOf,
  NeedsReauthentication,
  requireFreshToken,
  type RunContext,
  toolContext,
  withDeadline,
} from './run-context.ts';
import { timeOf } from './time.ts';
import { rulesOf } from './tried-rules.ts';

/**
 * Runs one read: admission, guard, the tool, and its evidence, findings and end stored together, so that a step that was
 * interrupted has left nothing and is simply run again: nothing outside depends on it, and it waits for no store. Raises `NeedsReauthentication`; every other failure is the step's.
 */
export async function runReadStep(
  context: RunContext,
  plan: Plan,
  written: PlanStep,
  proposed: boolean,
): Promise<void> {
  const { journal, parts } = context;
  requireFreshToken(context);
  const started = parts.now();
  const { id, tool: name, worker } = written;
  const finish = (status: StepEnd['status'], rest: Partial<StepEnd> = {}): StepEnd => ({
    type: 'step-finished',
    step: id,
    status,
    milliseconds: parts.now() - started,
    unavailable: [],
    ...rest,
  });
  const planned = bindArguments(written, journal.state, started);
  if ('missing' in planned) {
    journal.note(finish('skipped', { error: nothingToAsk(planned.missing) }));
    return;
  }
  try {
    context.budget.takeStep();
    journal.note({ type: 'step-started', step: id, tool: name, worker, arguments: planned.arguments });
    const step = await admit(context, planned);
    const tool = parts.tools.get(name);
    if (tool.effect !== 'read') throw new HexaopsError('internal', `the tool "${name}" is no read`);
    const decision = guard(
      { step, caller: context.caller, plan, preview: undefined, proposed },
      rulesOf(context, id),
      parts.guard,
    );
    if (decision.decision !== 'allow') {
      const { rules, reasons } = decision;
      journal.note(
        { type: 'guard-decided', step: id, decision: 'deny', rules, reasons },
        finish('denied', { error: { code: 'denied', message: reasons.join('; ') || 'a rule denies this' } }),
      );
      return;
    }
    const agent = parts.agents.get(name);
    const result =
      agent === undefined
        ? await call(context, tool, step)
        : await keepResult(context, tool, step, await agent(context, plan, step));
    const { drafts, ids } = keepEvidence(context, id, result.evidence);
    const { findings: found = [] } = result;
    const findings =
      found.length === 0
        ? []
        : await withDeadline(context, `the findings of "${id}"`, () => keepFindings(context, found, ids));
    journal.note(...drafts, ...findings, finish('succeeded', endOf(result, ids)));
  } catch (error) {
    if (error instanceof NeedsReauthentication || journal.failure !== undefined) throw error;
    if (HexaopsError.is(error, 'reauthentication-required')) throw new NeedsReauthentication('token-expired');
    if (context.signal.aborted) throw error;
    if (await permissionHasChanged(context, name, error)) throw new NeedsReauthentication('permission-changed');
    journal.note(finish(HexaopsError.is(error, 'denied') ? 'denied' : 'failed', { error: eventErrorOf(error) }));
  }
}

/** No failure: what the step would be asked about is not there. */
function nothingToAsk({ step, value }: Binding): EventError {
  return { code: 'not-found', message: `there is nothing to ask it about: the step "${step}" told no ${value}` };
}

type StepEnd = Extract<RunEventDraft, { readonly type: 'step-finished' }>;

function endOf(
  { findings, relations, moments, unavailable = [], value }: ToolResult,
  ids: readonly string[],
): Partial<StepEnd> {
  const kept = moments?.map((moment): KeptMoment => {
    return { ...moment, evidence: moment.evidence.flatMap((index) => ids[index] ?? []) };
  });
  return {
    unavailable,
    ...(kept === undefined ? {} : { moments: kept }),
    ...(findings === undefined ? {} : { findings: findings.length }),
    ...(relations === undefined ? {} : { relations }),
    ...(value === undefined ? {} : { value }),
  };
}

function call(context: RunContext, tool: ReadTool, step: PlanStep): Promise<ToolResult> {
  return withDeadline(
    context,
    `the step "${step.id}"`,
    async (signal) => {
      const result = await tool.execute(step.arguments, toolContext(context, step.id, signal));
      return keepResult(context, tool, step, result);
    },
    step.deadline,
  );
}

async function keepResult(context: RunContext, tool: ReadTool, step: PlanStep, result: ToolResult) {
  const changed = await context.parts.hooks.toolResult.promise(result, callOf(step), context.hookContext);
  return boundResult(changed, tool, context.budget.limits.resultBytes);
}

/** Evidence events, numbered on from what the run has. Whatever a tool reads, others may have written: it is untrusted. */
export function keepEvidence(
  context: RunContext,
  step: string,
  evidence: readonly EvidenceDraft[],
): { drafts: RunEventDraft[]; ids: string[] } {
  const readAt = timeOf(context.parts.now());
  const drafts: RunEventDraft[] = [];
  const ids: string[] = [];
  for (const draft of evidence) {
    const id = context.nextEvidenceId();
    const kept = boundEvidence(draft, {
      id,
      step,
      taint: 'untrusted',
      readAt,
      byteCap: context.budget.evidenceBytesLeft,
    });
    context.budget.takeBytes(bytesOf(kept.content));
    ids.push(id);
    drafts.push({ type: 'evidence', evidence: kept });
  }
  return { drafts, ids };
}

/** Findings cite evidence that there is, whatever a tool or a hook has written there. `ids` are those of a result's evidence. */
export async function keepFindings(
  { journal, parts, hookContext }: RunContext,
  findings: readonly Finding[],
  ids: readonly string[],
): Promise<RunEventDraft[]> {
  const known = new Set([...journal.state.evidence.map(({ id }) => id), ...ids]);
  const kept: RunEventDraft[] = [];
  for (const finding of findings) {
    const evidence = finding.evidence.flatMap((reference) =>
      typeof reference === 'number' ? (ids[reference] ?? []) : reference,
    );
    const final = plainCopy(await parts.hooks.finding.promise({ ...finding, evidence }, hookContext));
    const cited = final.evidence.filter((reference) => typeof reference === 'string' && known.has(reference));
    kept.push({ type: 'finding', finding: boundFinding({ ...final, evidence: cited }) });
  }
  return kept;
}
