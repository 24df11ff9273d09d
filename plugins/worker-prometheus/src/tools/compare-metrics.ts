import {
  defineReadTool,
  type EvidenceSeries,
  HexaopsError,
  nameOfObject,
  type ReadTool,
  type ToolContext,
} from '@hexaops/core';
import { parseDuration } from '@hexaops/core/rules';
import { type Comparison, comparisonsOf, factsOfComparisons, resultOf } from '../findings/comparison.ts';
import { findingsFrom } from '../findings/findings.ts';
import { questionIds, questionOf } from '../questions/questions.ts';
import { deploymentSelector, type Subject } from '../questions/subject.ts';
import type { Prometheus } from '../source/prometheus.ts';
import { type Reading, readQuestion } from '../source/read-question.ts';
import { rangeUntil, sinceArgument, subjectArguments, workerName } from './arguments.ts';
import { aboutOf, charted, leftOf, nameOfSubject, seriesEvidence, tableEvidence } from './presentation.ts';

const day = 86_400_000;
/** After a deployment values settle: what lies so close to it is on neither side. */
const settling = 120_000;
/** How far back a deployment is looked for. */
const deploymentWithin = 30 * day;

const baselines = { yesterday: day, 'last-week': 7 * day, 'last-deployment': undefined } as const;
const wordsOf = {
  yesterday: 'the day before',
  'last-week': 'the week before',
  'last-deployment': 'before the last deployment',
} as const;

export function compareMetrics(prometheus: Prometheus): ReadTool {
  return defineReadTool({
    name: 'compare-metrics',
    description: `Compares a metric with the day or the week before, or with what it was before the last deployment: ${questionIds.join(', ')}.`,
    worker: workerName,
    input: {
      type: 'object',
      additionalProperties: false,
      required: ['question', 'with'],
      properties: {
        question: { enum: questionIds },
        with: { enum: Object.keys(baselines) },
        ...subjectArguments,
        since: sinceArgument('1h'),
      },
    },
    async execute({ question: id, with: given, namespace, workload, since = '1h' }, context) {
      const baseline = given as keyof typeof baselines;
      const question = questionOf(id);
      const subject = { namespace, workload };
      const ask = (from: number, to: number) =>
        readQuestion(prometheus, question, subject, { from, to, step: rangeUntil(0, since).step }, context);
      const now = context.now();
      const back = parseDuration(since);
      const shift = baselines[baseline];
      const deployed = shift === undefined ? await lastDeployment(prometheus, subject, context) : undefined;
      const [later, earlier] =
        deployed === undefined
          ? await Promise.all([ask(now - back, now), ask(now - back - (shift ?? day), now - (shift ?? day))])
          : await Promise.all([
              ask(Math.min(deployed + settling, now - settling), now),
              ask(deployed - back, deployed),
            ]);
      const comparisons = comparisonsOf(earlier, later);
      const words = wordsOf[baseline];
      const title = `${question.title} of ${aboutOf(subject)}: the last ${since} and ${words}`;
      const findings = findingsFrom(factsOfComparisons(comparisons, words), context, () => [0, 1]);
      // Both pieces together are one result.
      const byteCap = Math.floor(context.byteCap / 2);
      const told = deployed === undefined ? {} : { deployed: new Date(deployed).toISOString() };
      return {
        evidence: [
          tableEvidence(
            ['object', 'before', 'now', 'result'],
            comparisons.map((one) => rowOf(one)),
            {
              title: `${title}${told.deployed === undefined ? '' : ` (${told.deployed})`}`,
              query: later.query,
              byteCap,
            },
            leftOf(later),
          ),
          seriesEvidence([...drawn(later, 0, ''), ...drawn(earlier, shift ?? 0, `, ${words}`)], {
            title,
            query: later.query,
            byteCap,
            unit: question.unit,
            timeRange: { from: shift === undefined ? earlier.range.from : later.range.from, to: now },
          }),
        ],
        ...(findings.length === 0 ? {} : { findings }),
        value: {
          question: id,
          ...told,
          compared: comparisons.map(({ object, before, after, difference }) => ({
            object,
            before,
            after,
            differs: difference !== undefined,
          })),
        },
      };
    },
  });
}

/** By the youngest ReplicaSet; a rollback to an older one is not seen by it. Raises `not-found` where none is known. */
async function lastDeployment(prometheus: Prometheus, subject: Subject, context: ToolContext): Promise<number> {
  if (subject.workload === undefined)
    throw new HexaopsError('arguments-invalid', 'only a workload has a last deployment', {
      nextStep: 'name the workload',
    });
  const expression = `max(kube_replicaset_created${deploymentSelector(subject)})`;
  const now = context.now();
  const { answer } = await prometheus.instant(expression, now, context);
  const at = (answer.series[0]?.points.at(-1)?.[1] ?? Number.NaN) * 1000;
  if (at > now - deploymentWithin && at < now) return at;
  throw new HexaopsError('not-found', `the metrics tell of no deployment of ${subject.workload} in the last 30 days`, {
    nextStep: 'compare with yesterday or with last-week',
  });
}

/** Earlier values are drawn over the later ones, `shift` milliseconds on. */
function drawn({ series }: Reading, shift: number, note: string): readonly EvidenceSeries[] {
  return series.map((one) => {
    const { name, points, ...rest } = charted(one, nameOfSubject);
    return { ...rest, name: `${name}${note}`, points: points.map(([time, value]) => [time + shift, value] as const) };
  });
}

function rowOf(comparison: Comparison): readonly (string | number | null)[] {
  const { object, part, saidBefore, saidAfter } = comparison;
  return [
    `${nameOfObject(object)}${part === undefined ? '' : ` (${part})`}`,
    saidBefore,
    saidAfter,
    resultOf(comparison),
  ];
}
