import assert from 'node:assert/strict';
import { type Summary, summarize } from '../support/statistics.ts';
import type { Load, Served } from './load.ts';
import { personsPerWorkspace } from './population.ts';
import type { Program } from './processes/program.ts';
import { question } from './question.ts';
import type { Stage } from './stage.ts';

export interface NeighbourResult {
  /** The 99th percentile of a question of a quiet workspace, in each round. Milliseconds. */
  readonly alone: Summary;
  readonly beside: Summary;
  /** How often the attackers were answered what. */
  readonly attack: Readonly<Record<string, number>>;
}

const attackers = 50;
const rounds = 5;
const questions = 60;
const questionsPerSecond = 8;

/**
 * People of one workspace ask now and then, alone and while fifty connections of another workspace ask as fast as they are
 * answered, in turn. Every round is of other workspaces, at the beginning of their minute. The limits are the service's own.
 */
export async function measureNeighbour(stage: Stage, service: Program): Promise<NeighbourResult> {
  const url = await service.ask<string>('url');
  const [quiet, hostile] = [await stage.program('load'), await stage.program('load')];
  let workspace = 0;
  const ask = async (): Promise<number> => {
    const tokens = await peopleOf(stage, (workspace += 1), questions);
    const load: Load = { ...question, url, connections: 4, perSecond: questionsPerSecond, tokens };
    const { statuses, p99 } = await quiet.ask<Served>('run', load);
    assert.deepEqual(statuses, { 200: questions });
    return p99;
  };
  const [alone, beside]: [number[], number[]] = [[], []];
  const attack: Record<string, number> = {};
  await ask();
  for (let round = 0; round < rounds; round++) {
    alone.push(await ask());
    const tokens = await peopleOf(stage, (workspace += 1), 2_000);
    const attacking = hostile.ask<Served>('run', { ...question, url, connections: attackers, tokens, seconds: 600 });
    beside.push(await ask());
    await hostile.ask('stop');
    for (const [status, count] of Object.entries((await attacking).statuses))
      attack[status] = (attack[status] ?? 0) + count;
  }
  return { alone: summarize(alone), beside: summarize(beside), attack };
}

async function peopleOf(stage: Stage, workspace: number, count: number): Promise<readonly string[]> {
  const turns = Array.from({ length: Math.ceil(count / personsPerWorkspace) }, () =>
    stage.tokens({ count: personsPerWorkspace, from: workspace * personsPerWorkspace }),
  );
  return (await Promise.all(turns)).flat().slice(0, count);
}
