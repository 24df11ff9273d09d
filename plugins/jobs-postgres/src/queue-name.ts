import { createHash } from 'node:crypto';

/** What a queue may be called, and how long. */
const other = /[^\w./-]/g;
const longest = 60;

/** The queue of a job: its name where that may be one, else one that no other job has. */
export function queueName(job: string): string {
  const plain = job.replaceAll(other, '_').slice(0, longest);
  if (plain === job) return job;
  return `${plain}-${createHash('sha256').update(job).digest('hex').slice(0, 12)}`;
}
