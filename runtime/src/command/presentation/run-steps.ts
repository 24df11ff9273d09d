import type { PlanStep, RunEvent } from '@hexaops/core';

export interface ShownStep {
  readonly step: Pick<PlanStep, 'id' | 'tool' | 'worker' | 'arguments'>;
  readonly status: 'waiting' | 'running' | 'finished';
  /** Milliseconds since the epoch, by the clock of whoever watches: when it was heard of. */
  readonly startedAt?: number;
}

/** Where the steps of a run are, as its events tell. */
export class RunSteps {
  readonly #steps = new Map<string, ShownStep>();

  take(event: RunEvent, now: number): void {
    switch (event.type) {
      case 'plan-made':
        return this.#plan(event.plan.steps);
      case 'steps-added':
        return this.#plan(event.steps);
      case 'step-started': {
        const { step: id, tool, worker, arguments: values } = event;
        const step = { id, tool, worker, arguments: values };
        this.#steps.set(id, { step, status: 'running', startedAt: now });
        return;
      }
      case 'step-finished': {
        const known = this.#steps.get(event.step);
        if (known !== undefined) this.#steps.set(event.step, { ...known, status: 'finished' });
        return;
      }
      default:
        return;
    }
  }

  all(status: ShownStep['status']): readonly ShownStep[] {
    return [...this.#steps.values()].filter((step) => step.status === status);
  }

  get(id: string): ShownStep | undefined {
    return this.#steps.get(id);
  }

  #plan(steps: readonly PlanStep[]): void {
    for (const step of steps) this.#steps.set(step.id, { step, status: 'waiting' });
  }
}
