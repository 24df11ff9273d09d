import { type AuditRecord, type RunEvent, type Store, verifyChain } from '@hexaops/core';
import { eventsOf } from '@hexaops/core/testing';
import { type Asked, replicasAskedFor } from '../scene/client.ts';
import type { Stage } from '../scene/scene.ts';
import { deployment } from '../scene/workspaces.ts';

/** How far a run had come when its process died. */
export const phases = [
  'waits for the approval',
  'approved, no intent',
  'intent, no effect',
  'effect, no outcome',
  'outcome, not finished',
  'finished',
] as const;
export type Phase = (typeof phases)[number];

export function phaseOf(events: readonly RunEvent[], effects: number): Phase {
  const has = (type: RunEvent['type']) => events.some((event) => event.type === type);
  if (has('run-finished')) return 'finished';
  if (has('operation-finished')) return 'outcome, not finished';
  if (has('operation-intended')) return effects > 0 ? 'effect, no outcome' : 'intent, no effect';
  return has('approval-decided') ? 'approved, no intent' : 'waits for the approval';
}

/** What is left of one case when its run has ended. */
export interface Verdict {
  readonly effects: number;
  readonly intents: number;
  readonly outcomes: number;
  /** Empty: everything is as it must be. */
  readonly problems: readonly string[];
}

const recordsAtMost = 1_000;

/** Looks at the run, at the control plane and at the outbox: one effect, one intent, one outcome, and a true answer. */
export async function verdictOf(
  stage: Stage,
  store: Store,
  asked: Asked,
  events: readonly RunEvent[],
): Promise<Verdict> {
  const records = await store.audit.records(0, recordsAtMost);
  const phase = (wanted: 'intent' | 'outcome') => records.filter(({ entry }) => entry.phase === wanted).length;
  const found = { effects: stage.effects(), intents: phase('intent'), outcomes: phase('outcome') };
  const problems = [
    ...Object.entries(found)
      .filter(([, count]) => count !== 1)
      .map(([what, count]) => `${count} ${what}`),
    ...problemsOfRun(events),
    ...(await problemsOfRecords(store, asked, records)),
    ...(await problemsOfEffect(stage, asked)),
  ];
  return { ...found, problems };
}

function problemsOfRun(events: readonly RunEvent[]): readonly string[] {
  const problems: string[] = [];
  const last = events.at(-1);
  if (last?.type !== 'run-finished' || last.status !== 'completed') problems.push(`ends with ${JSON.stringify(last)}`);
  if (events.some(({ sequence }, index) => sequence !== index + 1)) problems.push('there is a gap in its events');
  const outcomes = eventsOf(events, 'operation-finished').map(({ outcome }) => outcome);
  if (outcomes.join() !== 'applied') problems.push(`outcomes: ${outcomes.join() || 'none'}`);
  const steps = eventsOf(events, 'step-finished').map(({ status }) => status);
  if (steps.at(-1) !== 'succeeded') problems.push(`the step is ${String(steps.at(-1))}`);
  if (eventsOf(events, 'approval-decided').length !== 1) problems.push('not decided exactly once');
  const text = eventsOf(events, 'answer').at(-1)?.text ?? '';
  const isTrue = text.includes(String(replicasAskedFor)) && !/fail|not known|unknown|could not/i.test(text);
  if (!isTrue) problems.push(`says "${text}"`);
  return problems;
}

async function problemsOfRecords(
  store: Store,
  { approval, run }: Asked,
  records: readonly AuditRecord[],
): Promise<readonly string[]> {
  const report = await verifyChain(records, { heads: await store.audit.heads() });
  const problems = report.problems.map(({ message }) => `the chain: ${message}`);
  const ids = records.map(({ entry }) => entry.id).toSorted();
  const expected = [`${approval}:intent`, `${approval}:outcome`];
  if (ids.join() !== expected.join()) problems.push(`audit records ${ids.join(', ') || 'none'}`);
  if (records.some(({ entry }) => entry.run !== run)) problems.push('audit records of another run');
  if (records.some(({ position }, index) => position !== index + 1)) problems.push('a gap in the positions');
  return problems;
}

async function problemsOfEffect({ controlPlane, workspace }: Stage, { approval }: Asked): Promise<readonly string[]> {
  const resource = { group: 'apps', version: 'v1', plural: 'deployments' };
  const found = await controlPlane.state.cluster.get(resource, { namespace: workspace, name: deployment });
  const { replicas } = (found as unknown as { readonly spec: { readonly replicas: number } }).spec;
  const [operation] = controlPlane.state.operations.filter((each) => each.workspace === workspace);
  return [
    ...(replicas === replicasAskedFor ? [] : [`the cluster has ${replicas} replicas`]),
    ...(operation?.idempotencyKey === approval ? [] : ['the effect has another key than the approval']),
  ];
}
