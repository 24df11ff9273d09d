import { absent } from '../engine/absent.ts';
import { isId } from '../engine/check-input.ts';
import type { EngineParts } from '../engine/parts.ts';
import type { ComponentHealth } from '../extension/health.ts';
import type { BackgroundJob } from '../extension/jobs.ts';
import { nameOfObject } from '../run/finding.ts';
import { AlertDesk, deskMessage } from './alert-desk.ts';
import { isPlainName } from './names.ts';
import { Investigator } from './investigator.ts';
import { reportOf } from './report-of.ts';
import { shortOf } from './short.ts';
import { requirePerson } from './service-caller.ts';
import type { InvestigationSettings } from './settings.ts';
import type { Investigation, InvestigationService, Recommendation } from './types.ts';

/** Investigations that are looked through for what is offered. */
const mostOffered = 100;

/** The service, and what the engine needs of it beside. */
export interface InvestigationWork extends InvestigationService {
  job(): BackgroundJob;
  health(): ComponentHealth;
  /** Takes no more, and lets go of what is under way. */
  drain(signal: AbortSignal): Promise<void>;
}

export function createInvestigations(
  parts: EngineParts,
  settings: InvestigationSettings,
  isNamed: (workspace: string) => boolean,
): InvestigationWork {
  const worker = new Investigator(parts, settings);
  const desk = new AlertDesk({ parts, settings, isNamed, begun: () => worker.wake() });
  const { store } = parts;
  return {
    receive: (reports, allowed) => desk.receive(reports, allowed),
    async alerts(caller, limit) {
      requirePerson(caller);
      return store.alerts.list(caller.workspace, limit);
    },
    async list(caller, limit) {
      requirePerson(caller);
      return (await store.investigations.list(caller.workspace, limit)).flatMap((record) => shortOf(record) ?? []);
    },
    async report(caller, id) {
      requirePerson(caller);
      const record = isId(id) ? await store.investigations.get(caller.workspace, id) : undefined;
      const short = record && shortOf(record);
      if (record === undefined || short === undefined) throw absent('investigation');
      return reportOf(short, record.run === undefined ? [] : await store.events(record.run, 0));
    },
    async recommendations(caller) {
      requirePerson(caller);
      const all = await store.investigations.list(caller.workspace, mostOffered);
      return recommendationsOf(
        all.flatMap((record) => shortOf(record) ?? []),
        parts.now() - settings.offerHours * 3_600_000,
      );
    },
    job: () => worker.job(),
    health: () => ({ component: 'investigations', ok: true, message: deskMessage(desk.counts, worker.atWork) }),
    drain: (signal) => worker.drain(signal),
  };
}

function recommendationsOf(investigations: readonly Investigation[], since: number): readonly Recommendation[] {
  const found = new Map<string, Recommendation>();
  for (const { id, finishedAt, outcome } of investigations) {
    if (finishedAt === undefined || finishedAt < since) continue;
    for (const finding of outcome?.findings ?? []) {
      const key = JSON.stringify([finding.cause, finding.object]);
      if (finding.remedy === undefined || found.has(key)) continue;
      found.set(key, { finding, investigation: id, at: finishedAt, ask: questionAbout(finding.object) });
    }
  }
  return [...found.values()];
}

/** It is said by the person who clicks on it, so it says nothing but a name. */
function questionAbout(object: Recommendation['finding']['object']): string {
  const { kind, namespace = kind, name } = object;
  return [kind, namespace, name].every(isPlainName) ? `why is ${nameOfObject(object)} failing?` : 'what is wrong?';
}
