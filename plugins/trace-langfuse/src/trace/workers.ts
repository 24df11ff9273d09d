import type { PlanStep, RunEvent } from '@hexaops/core';
import type { Observation } from './observation.ts';
import { orchestrator, timeOf } from './names.ts';

type EventOf<T extends RunEvent['type']> = Extract<RunEvent, { readonly type: T }>;

interface Step {
  readonly id: string;
  readonly worker: string;
  readonly tool: string;
  readonly arguments: unknown;
  readonly start: number;
  readonly end: number;
  readonly finished: EventOf<'step-finished'> | undefined;
  /** `waiting`: the run was suspended before it could end. */
  readonly status: EventOf<'step-finished'>['status'] | 'waiting' | 'unfinished';
}

/** The workers of a trace with the steps that they took, and whose a step is. */
export class Workers {
  readonly #events: readonly RunEvent[];
  readonly #steps: readonly Step[];

  constructor(events: readonly [RunEvent, ...RunEvent[]], earlier: readonly RunEvent[]) {
    this.#events = events;
    this.#steps = stepsOf(events, earlier);
  }

  /** The observation of the tool, where the step was taken; else that of the orchestrator. */
  ofStep(step: string): string {
    return this.#steps.some(({ id }) => id === step) ? toolId(step) : orchestrator;
  }

  /** The observation of the tool that has read the first of it. */
  ofEvidence([first]: readonly (string | number)[]): string {
    const found = this.#events.find((event) => event.type === 'evidence' && event.evidence.id === first);
    return found?.type === 'evidence' ? this.ofStep(found.evidence.step) : orchestrator;
  }

  /** The observation of the worker whose the step is. */
  workerOf(step: string): string {
    const found = this.#steps.find(({ id }) => id === step);
    return found === undefined ? orchestrator : workerId(found.worker);
  }

  /** Of the one step that was under way all of this time; where there are several it cannot be told whose it was. */
  during(start: number, end: number): string {
    const [step, ...more] = this.#steps.filter((each) => each.start <= start && end <= each.end);
    return step === undefined || more.length > 0 ? orchestrator : toolId(step.id);
  }

  observations(): readonly Observation[] {
    return [...new Set(this.#steps.map(({ worker }) => worker))].flatMap((worker) => {
      const steps = this.#steps.filter((step) => step.worker === worker);
      return [this.#worker(worker, steps), ...steps.map((step) => this.#tool(step))];
    });
  }

  #worker(worker: string, steps: readonly Step[]): Observation {
    return {
      id: workerId(worker),
      parent: orchestrator,
      type: 'agent',
      name: worker,
      start: Math.min(...steps.map(({ start }) => start)),
      end: Math.max(...steps.map(({ end }) => end)),
      input: steps.map(({ id, tool, arguments: given }) => ({ id, tool, arguments: given })),
      output: steps.map(({ id, status }) => ({ id, status })),
    };
  }

  #tool(step: Step): Observation {
    const { id, worker, tool, arguments: given, start, end, finished, status } = step;
    const evidence = this.#events.flatMap((event) =>
      event.type === 'evidence' && event.evidence.step === id ? [event.evidence] : [],
    );
    const problem = problemOf(step);
    return {
      id: toolId(id),
      parent: workerId(worker),
      type: 'tool',
      name: tool,
      start,
      end,
      input: given,
      output: {
        evidence: evidence.map(({ id: name, title, source, query, truncated, content }) => {
          return { id: name, title, source, query, truncated, content };
        }),
        ...(finished?.value === undefined ? {} : { value: finished.value }),
        ...(finished === undefined || finished.unavailable.length === 0 ? {} : { unavailable: finished.unavailable }),
      },
      metadata: { step: id, status, evidence: evidence.length },
      ...(problem && { problem }),
    };
  }
}

/** Steps that began or ended here: refused ones too, and such as lost what they needed. In that order. */
function stepsOf(events: readonly [RunEvent, ...RunEvent[]], earlier: readonly RunEvent[]): readonly Step[] {
  const known = new Map<string, Pick<PlanStep, 'worker' | 'tool' | 'arguments'>>();
  for (const event of [...earlier, ...events]) {
    if (event.type === 'plan-made') for (const step of event.plan.steps) known.set(step.id, step);
    if (event.type === 'steps-added') for (const step of event.steps) known.set(step.id, step);
    if (event.type === 'step-started') known.set(event.step, event);
  }
  const started = new Map<string, number>();
  const finished = new Map<string, EventOf<'step-finished'>>();
  for (const event of events) {
    if (event.type === 'step-started') started.set(event.step, timeOf(event));
    if (event.type === 'step-finished') finished.set(event.step, event);
  }
  const begun = new Set(earlier.flatMap((event) => (event.type === 'step-started' ? event.step : [])));
  const [first] = events;
  const last = events.at(-1) ?? first;
  return [...new Set([...started.keys(), ...finished.keys()])].flatMap((id): readonly Step[] => {
    const step = known.get(id);
    const ended = finished.get(id);
    if (step === undefined) return [];
    const end = timeOf(ended ?? last);
    const start = started.get(id) ?? (begun.has(id) ? timeOf(first) : end);
    const { worker, tool, arguments: given } = step;
    return [{ id, worker, tool, arguments: given, start, end, finished: ended, status: statusOf(ended, last) }];
  });
}

function statusOf(finished: EventOf<'step-finished'> | undefined, last: RunEvent): Step['status'] {
  return finished?.status ?? (suspensions.has(last.type) ? 'waiting' : 'unfinished');
}

const suspensions: ReadonlySet<RunEvent['type']> = new Set([
  'approval-required',
  'reauthentication-required',
  'input-required',
]);

function problemOf({ finished, status }: Step): Observation['problem'] {
  if (status === 'waiting' || status === 'succeeded') return undefined;
  const { code, message } = finished?.error ?? { message: status };
  return { level: status === 'failed' ? 'ERROR' : 'WARNING', message, ...(code === undefined ? {} : { code }) };
}

function toolId(step: string): string {
  return `step/${step}`;
}

function workerId(worker: string): string {
  return `worker/${worker}`;
}
