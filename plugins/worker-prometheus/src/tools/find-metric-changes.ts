import { defineReadTool, type EvidenceDraft, nameOfObject, type ReadTool, type Row } from '@hexaops/core';
import { factsOf, momentsOf, type ObservedChange, saidOf } from '../findings/changes.ts';
import { findingsFrom } from '../findings/findings.ts';
import { levelFacts } from '../findings/levels.ts';
import { questionOf } from '../questions/questions.ts';
import type { Prometheus } from '../source/prometheus.ts';
import { type Reading, readQuestion } from '../source/read-question.ts';
import { sideBySide } from '../source/side-by-side.ts';
import { rangeUntil, sinceArgument, subjectArguments, workerName } from './arguments.ts';
import { newsIn } from './news.ts';
import { aboutOf, questionEvidence, tableEvidence } from './presentation.ts';

/** What tells of trouble, and of what brings it about. */
const looked = [
  'latency',
  'errors',
  'requests',
  'cpu',
  'throttling',
  'memory-of-limit',
  'memory',
  'restarts',
  'unready',
];
const mostChanges = 60;

interface Looked {
  readonly reading: Reading;
  readonly changes: readonly ObservedChange[];
}

export function findMetricChanges(prometheus: Prometheus): ReadTool {
  return defineReadTool({
    name: 'find-metric-changes',
    description: `Looks at ${looked.join(', ')} at once and tells what changed its level, when, and what is near its limit.`,
    worker: workerName,
    input: {
      type: 'object',
      additionalProperties: false,
      properties: { ...subjectArguments, since: sinceArgument('6h') },
    },
    async execute({ namespace, workload, since = '6h' }, context) {
      const subject = { namespace, workload };
      const range = rangeUntil(context.now(), since);
      const { read: all, unavailable } = await sideBySide(
        looked,
        async (id): Promise<Looked> => {
          const reading = await readQuestion(prometheus, questionOf(id), subject, range, context);
          return { reading, changes: await newsIn(prometheus, reading, subject, context) };
        },
        context.signal,
      );
      const changes = all.flatMap((one) => one.changes).toSorted((left, right) => left.at - right.at);
      const told = all.filter((one) => one.changes.length > 0);
      const about = `${aboutOf(subject)}, the last ${since}`;
      // All pieces together are one result.
      const byteCap = Math.floor(context.byteCap / (told.length + 1));
      const evidence: readonly EvidenceDraft[] = [
        tableEvidence(
          ['time', 'metric', 'object', 'change', 'note'],
          changes.slice(-mostChanges).map(rowOf),
          {
            title: `changes of level in the metrics of ${about}`,
            query: all.map(({ reading }) => reading.query).join('\n'),
            byteCap,
          },
          changes.length > mostChanges
            ? [`the first ${changes.length - mostChanges} changes: ask for less at a time`]
            : [],
        ),
        ...told.map(({ reading }) => questionEvidence(reading, `${reading.question.title} of ${about}`, byteCap)),
      ];
      const placeOf = (id: string) => told.findIndex(({ reading }) => reading.question.id === id) + 1;
      const facts = [...factsOf(changes), ...all.flatMap(({ reading }) => levelFacts(reading))];
      return {
        evidence,
        findings: findingsFrom(facts, context, (fact) => [placeOf(String(fact['signal']))]),
        moments: momentsOf(changes, ({ reading }) => placeOf(reading.question.id)),
        unavailable,
        value: { changes: changes.length, looked: all.map(({ reading }) => reading.question.id) },
      };
    },
  });
}

function rowOf(change: ObservedChange): Row {
  const { at, reading, of, isUsual, isOver } = change;
  const note = [...(isUsual ? ['as on the day before'] : []), ...(isOver ? ['over since'] : [])].join(', ');
  return [new Date(at).toISOString(), reading.question.id, nameOfObject(of.object), saidOf(change), note];
}
