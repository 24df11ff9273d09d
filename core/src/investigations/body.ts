import type { AlertRecord, InvestigationRecord } from '../extension/store.ts';
import type { UnavailableSource } from '../extension/tool.ts';
import type { Finding, ObjectReference } from '../run/finding.ts';
import type { Plan } from '../run/plan.ts';

/** What an investigation came to, short: its run has the whole of it. */
export interface InvestigationOutcome {
  /** One sentence. Others may have written what stands in it. */
  readonly summary: string;
  /** What it found something about. */
  readonly objects: readonly ObjectReference[];
  /** The root causes among what it found, the likeliest first. Their evidence is in its run. */
  readonly findings: readonly Finding[];
}

/** What is kept of an investigation beside its columns, as JSON. */
export interface InvestigationBody {
  readonly rule: string;
  readonly plan: Plan;
  readonly left: readonly UnavailableSource[];
  /** Because of which it was begun, as it was then. */
  readonly alert: Pick<AlertRecord, 'fingerprint' | 'name' | 'labels' | 'annotations' | 'startsAt' | 'severity'>;
  readonly outcome?: InvestigationOutcome;
}

/** Undefined where this release cannot read it. */
export function bodyOf({ body }: InvestigationRecord): InvestigationBody | undefined {
  if (body === undefined) return undefined;
  try {
    return JSON.parse(body) as InvestigationBody;
  } catch {
    return undefined;
  }
}
