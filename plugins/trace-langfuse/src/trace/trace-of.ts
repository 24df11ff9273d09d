import { agentsOf } from './agents.ts';
import { generationOf } from './generations.ts';
import { noticeOf, triedNotice } from './notices.ts';
import type { Observation, Trace } from './observation.ts';
import type { Recording } from './recorder.ts';
import { Workers } from './workers.ts';

/**
 * The trace of a request: a function of the events that it has caused, in their order, of those that it goes on from, and of
 * what its models were asked.
 * The chat agent has the orchestrator, that has each worker, that has its tools; calls of models are with whom they were
 * made for, rules where they decided.
 */
export function traceOf({ events, earlier, exchanges, tried = [] }: Recording): Trace {
  const [first] = events;
  const workers = new Workers(events, earlier);
  const unused = [...exchanges];
  const details = events.flatMap((event): readonly Observation[] =>
    event.type === 'model-called' ? [generationOf(event, unused, workers)] : noticeOf(event, workers),
  );
  const started = [...earlier, ...events].find((event) => event.type === 'run-started');
  const resumed = events.find((event) => event.type === 'run-resumed');
  return {
    run: first.run,
    session: first.session,
    user: started?.subject ?? resumed?.subject,
    workspace: started?.workspace,
    firstSequence: first.sequence,
    observations: [
      ...agentsOf(events, earlier),
      ...workers.observations(),
      ...details,
      ...tried.map((rule, index) => triedNotice(rule, index, workers)),
    ],
  };
}
