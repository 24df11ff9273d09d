import type { AuditOutbox, AuditSink } from '../extension/audit.ts';
import type { BackgroundJob } from '../extension/jobs.ts';
import { withinTime } from '../run/deadline.ts';
import { pauseAfter } from './back-off.ts';
import type { Wait } from './wait.ts';

/** Between two looks at an outbox in which nothing waits. Milliseconds. */
const every = 1_000;
const backOff = { first: 1_000, longest: 60_000 };
/** What one delivery may take. Milliseconds. */
const deadline = 30_000;
/** Of one batch. */
const most = 500;
/**
 * Of the entries of one batch, as JSON in UTF-8: a request that a server or a proxy before it takes, and a process can hold.
 * A destination that writes them as texts within JSON sends up to twice as much.
 */
const mostBytes = 1_048_576;
/** Batches of one round: then whoever runs the job may have somebody else go on. */
const batches = 200;

export interface DeliveryParts {
  readonly outbox: AuditOutbox;
  readonly wait: Wait;
  /** From 0 to 1. */
  readonly random: () => number;
}

/**
 * Delivers what waits for one sink, in order and batch by batch; the next batch is not begun before the sink has the one
 * before it. A round that follows failed ones waits first, longer each time.
 */
export function deliverAudit(sink: AuditSink, { outbox, wait, random }: DeliveryParts): BackgroundJob {
  let failures = 0;
  return {
    name: `audit.deliver/${sink.id}`,
    every,
    async run(signal) {
      if (failures > 0) await wait(pauseAfter(failures, backOff, random), signal);
      for (let count = 0; count < batches && !signal.aborted; count++) {
        const batch = await outbox.batch(sink.id, most, mostBytes);
        if (batch === undefined) {
          failures = 0;
          return;
        }
        failures += 1;
        await withinTime(`the delivery to "${sink.id}"`, deadline, signal, (each) => sink.deliver(batch, each));
        await outbox.acknowledge(sink.id, batch.id);
        failures = 0;
      }
    },
  };
}
