import type { Store } from '../extension/store.ts';
import { defineReadTool, type ReadTool } from '../extension/tool.ts';
import type { EvidenceDraft } from '../run/evidence.ts';
import { nameOfObject } from '../run/finding.ts';
import { isPlainName } from './names.ts';
import { shortOf } from './short.ts';
import type { InvestigationSettings } from './settings.ts';
import type { Investigation } from './types.ts';

export const findInvestigationsTool = 'find-investigations';

/** Investigations that are looked through, and that are told of. */
const mostLookedAt = 100;
const mostTold = 3;
const minute = 60_000;

const name = { type: 'string', minLength: 1, maxLength: 253 } as const;

/** What has been looked into in the workspace without anybody asking, about these names or about anything. */
export function findInvestigations(store: Store, { offerHours }: InvestigationSettings): ReadTool {
  return defineReadTool({
    name: findInvestigationsTool,
    worker: 'investigations',
    description:
      'Finds what alerts have led to lately: what was looked into without anybody asking, when, and what was found.',
    input: {
      type: 'object',
      additionalProperties: false,
      properties: {
        names: {
          type: 'array',
          maxItems: 100,
          items: name,
          description: 'Names of objects or namespaces that it is about. Without any: about whatever.',
        },
      },
    },
    async execute({ names = [] }, context) {
      const { caller } = context;
      const now = context.now();
      const since = now - offerHours * 3_600_000;
      const all = await store.investigations.list(caller.workspace, mostLookedAt);
      const told = all
        .flatMap((record) => shortOf(record) ?? [])
        .filter(({ status, finishedAt = 0 }) => status === 'completed' && finishedAt >= since)
        .filter((each) => names.length === 0 || names.some((named) => isAbout(each, named)))
        .slice(0, mostTold);
      return { evidence: told.length === 0 ? [] : [evidenceOf(told, caller.workspace, now)] };
    },
  });
}

function isAbout({ alert, outcome }: Investigation, named: string): boolean {
  return (
    Object.values(alert.labels).includes(named) ||
    (alert.labels['pod'] ?? '').startsWith(`${named}-`) ||
    (outcome?.objects ?? []).some((object) => object.name === named || object.namespace === named)
  );
}

function evidenceOf(told: readonly Investigation[], workspace: string, now: number): EvidenceDraft {
  const ages = told.map(({ finishedAt = now }) => ageOf(now - finishedAt));
  return {
    source: 'investigations',
    query: `GET /workspaces/${workspace}/insights`,
    title: `Looked into before, without anybody asking, ${ages[0] ?? ''} ago: what was found then may have changed since`,
    content: {
      kind: 'table',
      columns: ['ended (UTC)', 'ago', 'because of', 'found', 'about', 'investigation'],
      rows: told.map(({ id, alert, outcome, finishedAt = now }, index) => [
        new Date(finishedAt).toISOString(),
        ages[index] ?? '',
        isPlainName(alert.name) ? alert.name : 'an alert',
        outcome?.summary ?? '',
        (outcome?.objects ?? []).slice(0, 3).map(nameOfObject).join(', '),
        id,
      ]),
    },
  };
}

/** `40 s`, `12 min`, `3 h`. */
function ageOf(milliseconds: number): string {
  if (milliseconds < minute) return `${Math.max(0, Math.round(milliseconds / 1_000))} s`;
  if (milliseconds < 120 * minute) return `${Math.round(milliseconds / minute)} min`;
  return `${Math.round(milliseconds / (60 * minute))} h`;
}
