import { defineReadTool, measured, nameOfObject, type ReadTool, type Row } from '@hexaops/core';
import { findingsFrom } from '../findings/findings.ts';
import { forecastFacts, type Outlook, outlooksIn, whenOf } from '../findings/forecast.ts';
import { questionOf } from '../questions/questions.ts';
import type { Prometheus } from '../source/prometheus.ts';
import { readQuestion } from '../source/read-question.ts';
import { sideBySide } from '../source/side-by-side.ts';
import { rangeUntil, sinceArgument, subjectArguments, workerName } from './arguments.ts';
import { aboutOf, questionEvidence, tableEvidence } from './presentation.ts';

/** By resource, the question whose values are shares of the limit. */
const resources = {
  memory: 'memory-of-limit',
  cpu: 'cpu-of-limit',
  disk: 'volumes',
  'node-memory': 'node-memory',
  'node-disk': 'node-disk',
} as const;
type Resource = keyof typeof resources;
const ofWorkspace: readonly Resource[] = ['memory', 'cpu', 'disk'];

export function forecastCapacity(prometheus: Prometheus): ReadTool {
  return defineReadTool({
    name: 'forecast-capacity',
    description:
      'When memory, CPU or volumes reach their limits, by a robust trend with its bounds. Says so where nobody can tell.',
    worker: workerName,
    input: {
      type: 'object',
      additionalProperties: false,
      properties: {
        resource: { enum: Object.keys(resources), description: 'memory, cpu and disk unless told.' },
        ...subjectArguments,
        since: sinceArgument('2d'),
      },
    },
    async execute({ resource, namespace, workload, since = '2d' }, context) {
      const subject = { namespace, workload };
      const range = rangeUntil(context.now(), since);
      const asked = resource === undefined ? ofWorkspace : [resource as Resource];
      const { read, unavailable } = await sideBySide(
        asked,
        async (name) => {
          const question = questionOf(resources[name as Resource]);
          const reading = await readQuestion(prometheus, question, subject, range, context);
          return { name, reading, outlooks: await outlooksIn(reading, name, context.signal) };
        },
        context.signal,
      );
      const outlooks = read
        .flatMap((one) => one.outlooks)
        .toSorted((left, right) => (left.runsOut?.seconds ?? Infinity) - (right.runsOut?.seconds ?? Infinity));
      const shown = read.filter(({ reading }) => reading.series.length > 0);
      const about = `${aboutOf(subject)}, by the last ${since}`;
      // All pieces together are one result.
      const byteCap = Math.floor(context.byteCap / (shown.length + 1));
      const findings = findingsFrom(forecastFacts(outlooks), context, (fact) => [
        0,
        shown.findIndex(({ name }) => name === fact['resource']) + 1,
      ]);
      return {
        evidence: [
          tableEvidence(
            ['object', 'resource', 'used of its limit', 'in a day', 'reaches it', 'confidence'],
            outlooks.map(rowOf),
            {
              title: `when ${asked.join(', ')} of ${about} run out, if they go on like this`,
              query: read.map(({ reading }) => reading.query).join('\n'),
              byteCap,
            },
          ),
          ...shown.map(({ reading }) => questionEvidence(reading, `${reading.question.title} of ${about}`, byteCap)),
        ],
        ...(findings.length === 0 ? {} : { findings }),
        unavailable,
        value: {
          outlooks: outlooks.slice(0, 20).map(({ of, resource: name, used, runsOut }) => ({
            object: of.object,
            resource: name,
            used,
            ...(runsOut === undefined ? {} : { seconds: runsOut.seconds, confidence: runsOut.confidence }),
          })),
        },
      };
    },
  });
}

function rowOf(outlook: Outlook): Row {
  const { of, resource, used, trend, runsOut } = outlook;
  const rise =
    trend === undefined ? 'too few points' : `${trend.slope > 0 ? '+' : ''}${measured(trend.slope * 86_400, 'share')}`;
  const name = `${nameOfObject(of.object)}${of.part === undefined ? '' : ` (${of.part})`}`;
  return [
    name,
    resource,
    measured(used, 'share'),
    rise,
    whenOf(outlook),
    runsOut === undefined ? '' : measured(runsOut.confidence, 'share'),
  ];
}
