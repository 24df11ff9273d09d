import { absent } from '../engine/absent.ts';
import type { Store } from '../extension/store.ts';
import { defineReadTool, type ReadTool } from '../extension/tool.ts';
import { reportOf } from './report-of.ts';
import { shortOf } from './short.ts';

/** One investigation, whole: its words, and what each of its readings brought. */
export function showInvestigation(store: Store): ReadTool {
  return defineReadTool({
    name: 'show-investigation',
    worker: 'investigations',
    description: 'Shows what one investigation that an alert has led to read and found.',
    input: {
      type: 'object',
      additionalProperties: false,
      required: ['id'],
      properties: { id: { type: 'string', pattern: '^[0-9a-f]{32}$' } },
    },
    async execute({ id }, { caller: { workspace } }) {
      const record = await store.investigations.get(workspace, id);
      const short = record && shortOf(record);
      if (record === undefined || short === undefined) throw absent('investigation');
      const report = reportOf(short, record.run === undefined ? [] : await store.events(record.run, 0));
      const source = 'investigations';
      const query = `GET /workspaces/${workspace}/insights?investigation=${id}`;
      const ended =
        short.finishedAt === undefined ? 'not ended yet' : `ended ${new Date(short.finishedAt).toISOString()}`;
      const text = report.answer?.text ?? short.outcome?.summary ?? 'It has not come to an answer yet.';
      return {
        evidence: [
          { source, query, title: `The investigation "${short.title}", ${ended}`, content: { kind: 'text', text } },
          ...report.evidence.map(({ title, content, readAt, truncated, omitted }) => ({
            source,
            query,
            title: `${title} (read ${readAt})`,
            content,
            truncated,
            ...(omitted === undefined ? {} : { omitted }),
          })),
        ],
        unavailable: report.unavailable,
      };
    },
  });
}
