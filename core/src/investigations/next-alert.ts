import type { AlertRecord } from '../extension/store.ts';
import { isPlainName } from './names.ts';
import type { AlertReport } from './report.ts';

/** What a report says of an alert that is known, or not. */
export type AlertNews =
  /** It has begun to fire. */
  | 'began'
  /** It still fires. */
  | 'goes-on'
  | 'resolved'
  /** Older than what is known: sent late, or sent again by somebody who has kept it. Nothing comes of it. */
  | 'stale';

const hour = 3_600_000;

/** The alert after one more report; undefined where the report is stale. Depends on nothing else, so any store can do it. */
export function nextAlert(
  workspace: string,
  report: AlertReport,
  known: AlertRecord | undefined,
  now: number,
): { readonly alert: AlertRecord | undefined; readonly news: AlertNews } {
  // A clock that is ahead, or a lie, must not make everything that comes later look old.
  const told = { ...report, startsAt: Math.min(report.startsAt, now) };
  const news = newsOf(told, known);
  if (news === 'stale') return { alert: undefined, news };
  const begins = news === 'began' ? 1 : 0;
  const isNewHour = known === undefined || now - known.countedFrom >= hour;
  const { fingerprint, status, labels, annotations, startsAt, endsAt } = told;
  const { alertname = 'alert', severity } = labels;
  return {
    news,
    alert: {
      workspace,
      fingerprint,
      status,
      name: alertname,
      ...(severity !== undefined && isPlainName(severity) ? { severity } : {}),
      labels,
      annotations,
      startsAt: status === 'firing' ? startsAt : (known?.startsAt ?? startsAt),
      ...(status === 'resolved' ? { endsAt: endsAt ?? now } : {}),
      firstSeenAt: known?.firstSeenAt ?? now,
      lastSeenAt: Math.max(now, known?.lastSeenAt ?? now),
      fired: (known?.fired ?? 0) + begins,
      firedLately: (isNewHour ? 0 : known.firedLately) + begins,
      countedFrom: isNewHour ? now : known.countedFrom,
      ...(known?.investigation === undefined ? {} : { investigation: known.investigation }),
    },
  };
}

function newsOf({ status, startsAt, endsAt }: AlertReport, known: AlertRecord | undefined): AlertNews {
  if (known === undefined) return status === 'firing' ? 'began' : 'resolved';
  if (status === 'resolved') {
    return known.status === 'resolved' || startsAt < known.startsAt || (endsAt ?? Infinity) < known.startsAt
      ? 'stale'
      : 'resolved';
  }
  if (startsAt > known.startsAt) return 'began';
  if (startsAt < known.startsAt || known.status === 'resolved') return 'stale';
  return 'goes-on';
}

/** It begins to fire again and again. */
export function isFlapping({ firedLately }: AlertRecord): boolean {
  return firedLately >= 4;
}
