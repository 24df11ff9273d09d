import type { Job, Pod } from '../cluster/objects.ts';
import type { ClusterIndex } from './cluster-index.ts';
import { eventEvidence } from './events.ts';
import { type ClusterFact, evidenceOf, keyOf, referenceOf } from './fact.ts';

/** What a program and what stands beside it are given to end together. */
const patience = 5 * 60 * 1000;
/** Names of what serves another container of its pod, and ends of itself never. */
const helper = /proxy|envoy|sidecar|daprd|\bagent\b|fluent|log-(?:shipper|forwarder)/i;

/**
 * `job-failed`: a job has given up, `reason` is its own, `lastWords` a sentence with the end of its log, if there is one; of a
 * cron job only where none has succeeded since.
 * `job-kept-running`: of a job's pod `finished` containers have ended well a while ago, and the `running` ones, which by their
 * names only serve others, do not end. Of others nobody can say that they are not at work.
 * `cron-job-not-started`: a cron job was not started when it should have been. `deadline` is what may pass of a start, in
 * seconds (-1 for no end), `gaveUp` whether it will not be started any more. A controller of Kubernetes 1.21 or newer that has
 * missed many starts (`TooManyMissedTimes`) warns, and starts the job all the same.
 */
export function jobFacts(index: ClusterIndex): ClusterFact[] {
  return [...jobs(index), ...cronJobs(index)];
}

function jobs(index: ClusterIndex): ClusterFact[] {
  const all = index.snapshot.list('Job');
  const succeeded = new Map(
    index.snapshot.list('CronJob').map((cronJob) => {
      return [keyOf(referenceOf(cronJob)), Date.parse(cronJob.status?.lastSuccessfulTime ?? '')] as const;
    }),
  );
  const failedPods = Map.groupBy(
    index.snapshot.list('Pod').filter(({ status }) => status?.phase === 'Failed'),
    ({ metadata }) => `${metadata.namespace}/${ownerOf(metadata.ownerReferences)?.name ?? ''}`,
  );
  return all.flatMap((job): ClusterFact[] => {
    const { namespace, name } = job.metadata;
    const pods = failedPods.get(`${namespace}/${name}`) ?? [];
    const owner = ownerOf(job.metadata.ownerReferences);
    const since = succeeded.get(keyOf({ kind: owner?.kind ?? '', namespace, name: owner?.name ?? '' }));
    if (since !== undefined && since > Date.parse(job.metadata.creationTimestamp ?? '')) return [];
    return [...failed(index, job, pods), ...keptRunning(index, job)];
  });
}

function ownerOf(references: Job['metadata']['ownerReferences']) {
  return (references ?? []).find(({ controller }) => controller === true);
}

function failed(index: ClusterIndex, job: Job, pods: readonly Pod[]): ClusterFact[] {
  const condition = (job.status?.conditions ?? []).find(({ type, status }) => type === 'Failed' && status === 'True');
  if (condition === undefined) return [];
  const { reason = '', message = '', lastTransitionTime } = condition;
  const last = pods.toSorted((a, b) => startOf(a) - startOf(b)).at(-1);
  const log = index.snapshot.logs.findLast(
    ({ namespace, pod }) => namespace === job.metadata.namespace && pod === last?.metadata.name,
  );
  const lastLine = log?.text.trimEnd().split('\n').at(-1) ?? '';
  const lastWords = lastLine === '' ? '' : ` Last it said: ${lastLine}`;
  return [
    {
      fact: 'job-failed',
      object: referenceOf(job),
      reason,
      message,
      lastWords,
      evidence: [
        evidenceOf('object', referenceOf(job), `Failed: ${reason}: ${message}`, lastTransitionTime),
        ...(last === undefined || lastLine === '' ? [] : [evidenceOf('log', referenceOf(last), lastLine)]),
      ],
    },
  ];
}

function startOf({ metadata }: Pod): number {
  return Date.parse(metadata.creationTimestamp ?? '') || 0;
}

function keptRunning(index: ClusterIndex, job: Job): ClusterFact[] {
  const pods = index.workload(referenceOf(job))?.pods ?? [];
  for (const pod of pods) {
    const statuses = pod.status?.containerStatuses ?? [];
    const ended = statuses.filter(({ state }) => {
      const { exitCode, finishedAt } = state?.terminated ?? {};
      return exitCode === 0 && index.now - Date.parse(finishedAt ?? '') > patience;
    });
    const running = statuses.filter(({ name = '', state }) => state?.running !== undefined && helper.test(name));
    if (ended.length === 0 || running.length === 0 || ended.length + running.length < statuses.length) continue;
    const namesOf = (some: typeof statuses) => some.map(({ name }) => name ?? '').join(', ');
    return [
      {
        fact: 'job-kept-running',
        object: referenceOf(job),
        finished: namesOf(ended),
        running: namesOf(running),
        evidence: [
          evidenceOf(
            'object',
            referenceOf(pod),
            `${namesOf(ended)} ended with exit code 0; ${namesOf(running)} still runs`,
            ended[0]?.state?.terminated?.finishedAt,
          ),
        ],
      },
    ];
  }
  return [];
}

function cronJobs(index: ClusterIndex): ClusterFact[] {
  const lastMade = new Map<string, number>();
  for (const job of index.snapshot.list('Job')) {
    const owner = ownerOf(job.metadata.ownerReferences);
    const key = keyOf({ kind: owner?.kind ?? '', namespace: job.metadata.namespace, name: owner?.name ?? '' });
    lastMade.set(key, Math.max(lastMade.get(key) ?? 0, Date.parse(job.metadata.creationTimestamp ?? '') || 0));
  }
  return index.snapshot.list('CronJob').flatMap((cronJob): ClusterFact[] => {
    const { spec, status } = cronJob;
    const event = index.events
      .of(referenceOf(cronJob), 'MissSchedule', 'TooManyMissedTimes', 'FailedNeedsStart')
      .at(-1);
    if (event === undefined || spec?.suspend === true) return [];
    // The time of a schedule is that when the job should have been started, so that of a late one lies before its event.
    const started = [status?.lastScheduleTime, status?.lastSuccessfulTime].map((time) => Date.parse(time ?? '') || 0);
    const last = Math.max(...started, lastMade.get(keyOf(referenceOf(cronJob))) ?? 0);
    if (last > 0 && last >= (event.lastSeen ?? 0)) return [];
    return [
      {
        fact: 'cron-job-not-started',
        object: referenceOf(cronJob),
        schedule: spec?.schedule ?? '',
        deadline: spec?.startingDeadlineSeconds ?? -1,
        gaveUp: event.reason === 'FailedNeedsStart',
        message: event.message,
        evidence: [eventEvidence(event)],
      },
    ];
  });
}
