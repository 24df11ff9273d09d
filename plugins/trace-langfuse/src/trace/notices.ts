import type { RunEvent } from '@hexaops/core';
import type { Observation } from './observation.ts';
import { chat, orchestrator, timeOf } from './names.ts';
import type { HeardRule } from './recorder.ts';
import type { Workers } from './workers.ts';

/** What happened at one moment: what rules said and found, and where the run waited for a person. */
export function noticeOf(event: RunEvent, workers: Workers): readonly Observation[] {
  const at = (parent: string, notice: Pick<Observation, 'type' | 'name'> & Partial<Observation>): Observation[] => {
    const time = timeOf(event);
    return [{ id: `event/${event.sequence}`, parent, start: time, end: time, ...notice }];
  };
  switch (event.type) {
    case 'plan-made': {
      const { madeBy, task } = event.plan;
      if (!('rule' in madeBy)) return [];
      return at(orchestrator, { type: 'event', name: `rule ${madeBy.rule}`, output: { task } });
    }
    case 'guard-decided': {
      const { step, decision, rules, reasons } = event;
      return at(workers.workerOf(step), {
        type: 'guardrail',
        name: `guard ${decision}`,
        input: { step },
        output: { decision, rules, reasons },
        metadata: { decision },
        ...(decision === 'deny' && { problem: { level: 'WARNING', message: reasons.join('; ') } }),
      });
    }
    case 'finding': {
      const { finding } = event;
      return at(workers.ofEvidence(finding.evidence), {
        type: 'event',
        name: finding.rule === undefined ? `finding ${finding.cause}` : `rule ${finding.rule}`,
        output: finding,
        metadata: { cause: finding.cause, severity: finding.severity },
      });
    }
    case 'model-refused':
      return at(orchestrator, {
        type: 'event',
        name: 'model refused',
        output: { tool: event.tool },
        problem: { level: 'WARNING', message: event.reason },
      });
    case 'approval-required':
      return at(chat, { type: 'event', name: event.type, output: { approval: event.approval.id } });
    case 'approval-decided':
      return at(chat, { type: 'event', name: event.type, output: { decision: event.decision, reason: event.reason } });
    case 'reauthentication-required':
      return at(chat, { type: 'event', name: event.type, output: { reason: event.reason } });
    case 'input-required':
      return at(chat, {
        type: 'event',
        name: event.type,
        output: { question: event.question, choices: event.choices },
      });
    case 'operation-intended': {
      const { step, operation, target, parameters } = event.intent;
      return at(workers.ofStep(step), { type: 'event', name: event.type, output: { operation, target, parameters } });
    }
    case 'operation-finished': {
      const { outcome, message } = event;
      return at(workers.ofStep(event.step), {
        type: 'event',
        name: event.type,
        output: { outcome, message },
        ...(outcome !== 'applied' && { problem: { level: 'WARNING', message } }),
      });
    }
    default:
      return [];
  }
}

/** A rule with `mode: dryRun` that would have fired: for those who look closely, and nothing that went wrong. */
export function triedNotice({ rule, stage, would, step, at }: HeardRule, index: number, workers: Workers): Observation {
  return {
    id: `tried/${index}`,
    parent: step === undefined ? orchestrator : workers.workerOf(step),
    type: 'event',
    name: `dry run ${rule}`,
    start: at,
    end: at,
    output: { stage, would },
    problem: { level: 'DEBUG', message: 'mode: dryRun' },
  };
}
