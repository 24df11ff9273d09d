import type { Bench } from '../support/contract.ts';
import { format } from '../support/statistics.ts';
import { type Scaled, measure } from './measure.ts';
import { costsOf, derivedTables, measuredTables, partsOf } from './report.ts';
import { scenario } from './scenario.ts';
import { Stage } from './stage.ts';

/** Needs Postgres, Redis and nginx: `test/real/{postgres,redis,nginx}/install.sh`. */
const bench: Bench = async () => {
  const results: Scaled[] = [];
  {
    await using stage = await Stage.start(scenario.persons);
    for (const count of scenario.replicas) results.push(await measure(stage, scenario, count));
  }
  const costs = costsOf(results);
  const [one, most] = [results[0], results.at(-1)];
  if (one === undefined || most === undefined) throw new Error('nothing was measured');
  const figures = {
    questionsPerSecondOneReplica: one.questions.perSecond,
    questionsPerSecondMostReplicas: most.questions.perSecond,
    pacedP99OneReplica: one.paced.p99,
    replicaMillisecondsPerQuestion: costs.replicas,
    postgresMillisecondsPerQuestion: costs.Postgres,
    nginxMillisecondsPerQuestion: costs.nginx,
    redisMillisecondsPerQuestion: costs.Redis,
    replicaBytes: one.residentBytes,
    streamBytes: most.streamBytes,
  };
  const tables = measuredTables(results, scenario);
  const report = `${about}

${tables}

${Object.entries(figures)
  .map(([name, value]) => `- ${name}: ${format(value)}`)
  .join('\n')}`;
  const content = `${tables}

Where the processor of this machine goes with one replica: ${partsOf(one)}. With ${most.replicas}: ${partsOf(most)}.

${derivedTables(costs)}`;
  return { report, figures, parts: [{ page: 'scaling.md', name: 'measured', content }] };
};

export default bench;

const about = `One, two and four replicas on one Postgres (store and background jobs) and one Redis (limits), behind nginx with the published
example. Everything runs on this one machine: replicas, servers, a reference control plane and the load share its cores, so rates do
not grow with replicas once all cores are in use, and times grow by waiting. What holds elsewhere is the processor time of one
question. [Scaling](scaling.md) says how to read it, and what follows. The processor time is that of whole processes with their
children, from the kernel.`;
