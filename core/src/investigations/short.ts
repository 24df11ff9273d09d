import type { InvestigationRecord } from '../extension/store.ts';
import { bodyOf } from './body.ts';
import type { Investigation } from './types.ts';

/** A record as it is shown; undefined where this release cannot read it. */
export function shortOf(record: InvestigationRecord): Investigation | undefined {
  const body = bodyOf(record);
  if (body === undefined) return undefined;
  const { id, status, title, createdAt, finishedAt } = record;
  return {
    id,
    status,
    title,
    createdAt,
    ...(finishedAt === undefined ? {} : { finishedAt }),
    rule: body.rule,
    alert: body.alert,
    outcome: body.outcome,
  };
}
