import { Stage } from './stage.ts';
import { measure } from './measure.ts';
import { costsOf, derivedTables, measuredTables, partsOf } from './report.ts';
const s = { replicas: [1,2], persons: 40, connections: 8, warmUp: 20, questions: 60, streamed: 20, reports: 6, alertsInEach: 5, paced: {count: 10, perSecond: 5}, openStreams: 60 };
const t = Date.now();
await using stage = await Stage.start(s.persons);
const results = [];
for (const n of s.replicas) { results.push(await measure(stage, s, n)); console.log(Date.now() - t); }
console.log(measuredTables(results, s)); console.log(derivedTables(costsOf(results))); console.log(partsOf(results[1]!));
