import type { EngineParts } from '../engine/parts.ts';
import type { AlertRecord } from '../extension/store.ts';
import { Beginnings } from './beginnings.ts';
import { type AlertNews, nextAlert } from './next-alert.ts';
import { type AlertReport, boundReport } from './report.ts';
import type { InvestigationSettings } from './settings.ts';
import { workspaceOf } from './workspace-of.ts';

/** What came of one report. */
export interface AlertReception {
  readonly fingerprint: string;
  /**
   * `begun`: it is looked into. `resting`: that was begun a while ago, for this or another alert. `limited`: too much was begun
   * in the workspace within the hour. `recorded`: no rule asks for it. `stale`: older than what is known. `refused`: nobody's.
   */
  readonly outcome: 'begun' | 'resting' | 'limited' | 'recorded' | 'stale' | 'refused';
  /** Why it is refused. */
  readonly reason?: string;
}

export interface AlertCounts {
  readonly received: number;
  readonly refused: number;
  /** Not looked into, because too much was. */
  readonly limited: number;
}

export interface AlertDeskParts {
  readonly parts: EngineParts;
  readonly settings: InvestigationSettings;
  readonly isNamed: (workspace: string) => boolean;
  /** Something was begun. */
  readonly begun: () => void;
}

/** Takes reports of alerts: finds whose they are, keeps what is new, and begins what rules want to be looked into. */
export class AlertDesk {
  readonly #desk: AlertDeskParts;
  #counts: AlertCounts = { received: 0, refused: 0, limited: 0 };

  constructor(desk: AlertDeskParts) {
    this.#desk = desk;
  }

  /** Since this process began. */
  get counts(): AlertCounts {
    return this.#counts;
  }

  /**
   * `allowed` are the workspaces that whoever reports may speak of; undefined: all. Each report has its own outcome, in their
   * order. Raises what the store raises; then it may be reported again, and nothing is done twice.
   */
  async receive(reports: readonly AlertReport[], allowed?: readonly string[]): Promise<readonly AlertReception[]> {
    const { settings, isNamed } = this.#desk;
    const address = { mappings: settings.workspaces, label: settings.workspaceLabel, isNamed, allowed };
    const placed = reports.map((report) => ({ report, place: workspaceOf(report.labels, address) }));
    const own = Map.groupBy(placed, ({ place }) => ('workspace' in place ? place.workspace : undefined));
    const receptions = new Map<AlertReport, AlertReception>();
    for (const [workspace, group] of own) {
      const told = group.map(({ report }) => report);
      if (workspace !== undefined)
        for (const [report, each] of await this.#take(workspace, told)) receptions.set(report, each);
    }
    const all = placed.map(({ report, place }): AlertReception => {
      if ('refusal' in place) return { fingerprint: report.fingerprint, outcome: 'refused', reason: place.refusal };
      return receptions.get(report) ?? { fingerprint: report.fingerprint, outcome: 'recorded' };
    });
    const count = (outcome: AlertReception['outcome']) => all.filter((each) => each.outcome === outcome).length;
    const { received, refused, limited } = this.#counts;
    this.#counts = {
      received: received + all.length,
      refused: refused + count('refused'),
      limited: limited + count('limited'),
    };
    return all;
  }

  async #take(workspace: string, reports: readonly AlertReport[]): Promise<ReadonlyMap<AlertReport, AlertReception>> {
    const { parts, settings, begun } = this.#desk;
    const now = parts.now();
    // Of two reports of one alert in one request the later began later; the store is told of one.
    const latest = new Map(
      reports.toSorted((left, right) => left.startsAt - right.startsAt).map((report) => [report.fingerprint, report]),
    );
    const news = new Map<string, { readonly alert: AlertRecord | undefined; readonly news: AlertNews }>();
    await parts.store.alerts.update(workspace, [...latest.keys()], (fingerprint, known) => {
      const report = latest.get(fingerprint);
      if (report === undefined) return undefined;
      const next = nextAlert(workspace, boundReport(report), known, now);
      news.set(fingerprint, next);
      return next.alert;
    });
    await parts.store.alerts.prune(workspace, settings.alerts);
    const beginnings = new Beginnings(this.#desk, workspace, now);
    const receptions = new Map<AlertReport, AlertReception>();
    const investigations = new Map<string, string>();
    for (const report of reports) {
      const { fingerprint } = report;
      const alert = latest.get(fingerprint) === report ? news.get(fingerprint)?.alert : undefined;
      if (alert === undefined) {
        receptions.set(report, { fingerprint, outcome: 'stale' });
        continue;
      }
      const { outcome, investigation } = await beginnings.for(alert);
      if (investigation !== undefined && investigation !== alert.investigation)
        investigations.set(fingerprint, investigation);
      receptions.set(report, { fingerprint, outcome });
    }
    await parts.store.alerts.update(workspace, [...investigations.keys()], (fingerprint, known) => {
      const investigation = investigations.get(fingerprint);
      return known && investigation !== undefined ? { ...known, investigation } : undefined;
    });
    if (beginnings.count > 0) begun();
    return receptions;
  }
}

/** How the desk does, in words. */
export function deskMessage({ received, refused, limited }: AlertCounts, atWork: number): string {
  const said = [
    `${received} ${received === 1 ? 'alert' : 'alerts'} received`,
    ...(refused === 0 ? [] : [`${refused} refused: of no known workspace`]),
    ...(limited === 0 ? [] : [`${limited} not looked into: too many within the hour`]),
    `${atWork} ${atWork === 1 ? 'investigation' : 'investigations'} at work`,
  ];
  return said.join(', ');
}
