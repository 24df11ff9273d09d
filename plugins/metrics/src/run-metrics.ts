import type { Meter } from '@opentelemetry/api';
import type { RunEvent, TriedRule } from '@hexaops/core';
import { BoundedLabel, other } from './bounded-label.ts';

/** Seconds: runs of rules take milliseconds, those of models minutes. */
const seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120];

/** Values that a label from elsewhere may have. */
const mostModels = 50;
const mostWorkers = 100;
const mostRules = 200;

/** Runs that are known to be at work here; of more the oldest are forgotten. */
const mostRuns = 10_000;

/** What runs tell, counted. A function of their events alone; no label holds what a person or a source has written. */
export class RunMetrics {
  readonly #meter: Meter;
  readonly #workers = new BoundedLabel(mostWorkers);
  readonly #models = new BoundedLabel(mostModels);
  readonly #jobs = new BoundedLabel(mostWorkers);
  readonly #rules = new BoundedLabel(mostRules);
  /** When each run that is at work here began, or went on: milliseconds since the epoch. */
  readonly #atWork = new Map<string, number>();
  /** Whose the steps are that are under way, by run. */
  readonly #steps = new Map<string, Map<string, string>>();
  readonly #count: ReturnType<typeof instruments>;

  constructor(meter: Meter) {
    this.#meter = meter;
    this.#count = instruments(meter);
    // There before the first of them: of a series that begins with 1 Prometheus sees no increase, and nobody would be alerted.
    for (const outcome of ['applied', 'not-applied', 'unknown']) this.#count.operations.add(0, { outcome });
    this.#meter
      .createObservableGauge('hexaops_runs', { description: 'Runs that are at work in this process' })
      .addCallback((result) => result.observe(this.#atWork.size));
  }

  hear(event: RunEvent): void {
    const count = this.#count;
    switch (event.type) {
      case 'run-started':
        count.started.add(1);
        return this.#begin(event);
      case 'run-resumed':
        count.resumed.add(1);
        return this.#begin(event);
      case 'run-finished':
        count.finished.add(1, { status: event.status, code: event.error?.code ?? '' });
        return this.#end(event, event.status);
      case 'approval-required':
        return this.#suspend(event, 'approval');
      case 'reauthentication-required':
        return this.#suspend(event, 'reauthentication');
      case 'input-required':
        return this.#suspend(event, 'input');
      case 'approval-decided':
        return count.approvals.add(1, { decision: event.decision });
      case 'plan-made': {
        const byRule = 'rule' in event.plan.madeBy;
        count.plans.add(1, { made_by: byRule ? 'rule' : 'model' });
        if (byRule) count.rules.add(1, { stage: 'route', outcome: 'planned' });
        return undefined;
      }
      case 'step-started':
        return this.#stepStarted(event);
      case 'step-finished': {
        const worker = this.#steps.get(event.run)?.get(event.step) ?? 'none';
        count.steps.add(1, { worker, status: event.status });
        if (worker !== 'none') count.stepSeconds.record(event.milliseconds / 1_000, { worker });
        return undefined;
      }
      case 'guard-decided':
        return count.rules.add(1, { stage: 'guard', outcome: event.decision });
      case 'finding':
        if (event.finding.rule !== undefined)
          count.rules.add(1, { stage: 'diagnose', outcome: event.finding.severity });
        return count.findings.add(1, { severity: event.finding.severity });
      case 'operation-finished':
        return count.operations.add(1, { outcome: event.outcome });
      case 'model-called':
        return this.#called(event);
      case 'model-refused':
        return count.refused.add(1, { task: event.task });
      default:
        return undefined;
    }
  }

  hearJobFailure(job: string): void {
    this.#count.jobFailures.add(1, { background_job: this.#jobs.of(job) });
  }

  hearTriedRule({ rule, stage }: TriedRule): void {
    this.#count.dryRuns.add(1, { stage, rule: this.#rules.of(rule) });
  }

  /** What a workspace has chosen for itself is a tenant's: the names of models are those that the operator has set. */
  #called(event: EventOf<'model-called'>): void {
    const { task, model: name, isWorkspaces, inputTokens, outputTokens, cost, milliseconds, error } = event;
    const model = isWorkspaces === true ? other : this.#models.of(name);
    const count = this.#count;
    count.modelCalls.add(1, { model, task, outcome: error?.code ?? 'ok' });
    count.modelSeconds.record(milliseconds / 1_000, { model });
    count.tokens.add(inputTokens, { model, direction: 'input' });
    count.tokens.add(outputTokens, { model, direction: 'output' });
    if (cost !== undefined) count.cost.add(cost, { model });
  }

  #stepStarted({ run, step, worker }: EventOf<'step-started'>): void {
    const steps = this.#steps.get(run) ?? new Map<string, string>();
    this.#steps.set(run, steps.set(step, this.#workers.of(worker)));
    forgetOldest(this.#steps);
  }

  #begin({ run, time }: RunEvent): void {
    this.#atWork.set(run, Date.parse(time));
    forgetOldest(this.#atWork);
  }

  #suspend(event: RunEvent, kind: 'approval' | 'reauthentication' | 'input'): void {
    this.#count.suspended.add(1, { kind });
    this.#end(event, 'suspended');
  }

  #end({ run, time }: RunEvent, status: string): void {
    const began = this.#atWork.get(run);
    this.#atWork.delete(run);
    // A step that waits for an approval ends after it.
    if (status !== 'suspended') this.#steps.delete(run);
    if (began !== undefined) this.#count.runSeconds.record(Math.max(0, Date.parse(time) - began) / 1_000, { status });
  }
}

/** What is kept of runs is bounded, whatever becomes of them. */
function forgetOldest(runs: Map<string, unknown>): void {
  const [oldest] = runs.keys();
  if (runs.size > mostRuns && oldest !== undefined) runs.delete(oldest);
}

type EventOf<T extends RunEvent['type']> = Extract<RunEvent, { readonly type: T }>;

function instruments(meter: Meter) {
  const counter = (name: string, description: string) => meter.createCounter(`hexaops_${name}`, { description });
  const histogram = (name: string, description: string) =>
    meter.createHistogram(`hexaops_${name}`, { description, advice: { explicitBucketBoundaries: seconds } });
  return {
    started: counter('runs_started', 'Runs that were begun'),
    resumed: counter('runs_resumed', 'Runs that went on after a suspension or an interruption'),
    finished: counter('runs_finished', 'Runs that have ended, by status and code of error'),
    suspended: counter('runs_suspended', 'Runs that wait for a person, by what for'),
    runSeconds: histogram('run_duration_seconds', 'From the begin of the work on a run to its end or suspension'),
    plans: counter('plans', 'Plans, by what has made them'),
    steps: counter('steps', 'Steps that have ended, by worker and status'),
    stepSeconds: histogram('step_duration_seconds', 'Time of steps'),
    rules: counter('rule_evaluations', 'Rules that have decided something, by stage and what came of it'),
    dryRuns: counter('rule_dry_runs', 'Rules with mode dryRun that would have fired, by stage and rule'),
    findings: counter('findings', 'Findings, by severity'),
    approvals: counter('approvals', 'Approvals that were decided'),
    operations: counter('operations', 'Changes that were sent to the control plane, by outcome'),
    modelCalls: counter('model_calls', 'Calls of models, by task and outcome'),
    modelSeconds: histogram('model_call_duration_seconds', 'Time of calls of models'),
    refused: counter('model_refusals', 'Calls of tools by models that were not given them'),
    tokens: counter('model_tokens', 'Tokens of models'),
    cost: counter('model_cost', 'Money spent on models, where their prices are configured'),
    jobFailures: counter('job_failures', 'Rounds of background jobs that have failed'),
  };
}
