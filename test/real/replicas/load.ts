import { setTimeout as sleep } from 'node:timers/promises';
import { eventsOf, lastOf } from '@hexaops/core/testing';
import assert from 'node:assert/strict';
import type { Encounters, Visitor } from './visitor.ts';

/** Each visitor in turn, so many at the same time, again and again until everybody has come once and `goOn` no longer holds. */
export async function visitAll(visitors: readonly Visitor[], atOnce: number, goOn: () => boolean): Promise<void> {
  let next = 0;
  const visiting = async (): Promise<void> => {
    for (;;) {
      const turn = next++;
      const visitor = visitors[turn % visitors.length];
      if (visitor === undefined || (turn >= visitors.length && !goOn())) return;
      await visit(visitor, visitors[(turn + visitors.length / 2) % visitors.length]);
      await sleep(pauseMilliseconds);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, visiting));
}

const pauseMilliseconds = 100;

/** A question, a change with its approval, and a look at what is somebody else's. */
async function visit(visitor: Visitor, other: Visitor | undefined): Promise<void> {
  const { deployment } = visitor.person;
  await visitor.ask('what is wrong?');
  const replicas = 2 + visitor.conversations.length;
  const asked = await visitor.ask(`scale ${deployment} to ${replicas}`);
  const done = await visitor.approve(asked);
  const [operation] = eventsOf(done.events, 'operation-finished');
  assert.equal(operation?.outcome, 'applied', JSON.stringify(done.events.slice(asked.events.length)));
  const answer = lastOf(done.events, 'answer').text;
  assert.ok(answer.includes(deployment) && answer.includes(String(replicas)), answer);
  const foreign = other?.conversations[0]?.run;
  if (foreign !== undefined && other?.person.id !== visitor.person.id) assert.equal(await visitor.look(foreign), 404);
}

export function encountersOf(visitors: readonly Visitor[]): Encounters {
  const total: Encounters = { refused: 0, lost: 0, broken: 0, resumed: 0 };
  for (const { encounters } of visitors) {
    for (const what of ['refused', 'lost', 'broken', 'resumed'] as const) total[what] += encounters[what];
  }
  return total;
}
