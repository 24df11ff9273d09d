import type { EvidenceDraft } from '../run/evidence.ts';
import type { InvestigationBody } from './body.ts';

/** What the alert itself says, as the first thing that was read. */
export function alertEvidence({ alert }: InvestigationBody): EvidenceDraft {
  const { labels, annotations, startsAt } = alert;
  const rows = (kind: string, texts: Readonly<Record<string, string>>) =>
    Object.entries(texts).map(([name, value]) => [kind, name, value] as const);
  return {
    source: 'alertmanager',
    query: `the alert ${alert.fingerprint}`,
    title: `The alert, which began to fire at ${new Date(startsAt).toISOString()}`,
    content: {
      kind: 'table',
      columns: ['', 'name', 'value'],
      rows: [...rows('label', labels), ...rows('annotation', annotations)],
    },
  };
}
