import type { Component } from './stage.ts';

/** Milliseconds of processor for one question. */
export type Costs = Readonly<Record<Exclude<Component, 'control plane' | 'load'>, number>>;

/** What is given to a question's parts so that none waits long: of each core so much is used. */
export const used = 0.6;

/** What so many questions in a second need, each core used as much as `used` says. */
export interface Demand {
  readonly perSecond: number;
  /** Of one core each: the JavaScript of a process runs on one. */
  readonly replicas: number;
  readonly postgresCores: number;
  readonly nginxCores: number;
  readonly redisCores: number;
}

export function demandOf(perSecond: number, { replicas, Postgres, nginx, Redis }: Costs): Demand {
  const cores = (milliseconds: number) => (perSecond * milliseconds) / 1_000 / used;
  return {
    perSecond,
    replicas: Math.max(1, Math.ceil(cores(replicas))),
    postgresCores: cores(Postgres),
    nginxCores: cores(nginx),
    redisCores: cores(Redis),
  };
}

/** Questions in a second that so many cores answer when all of them are used. */
export function mostPerSecond(cores: number, milliseconds: number): number {
  return (cores * 1_000) / milliseconds;
}

/** How many replicas, of one core each, use a Postgres of so many cores whole. */
export function replicasOfPostgres(cores: number, { replicas, Postgres }: Costs): number {
  return (cores * replicas) / Postgres;
}
