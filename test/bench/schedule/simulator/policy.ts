import type { Request } from '../workload/draw.ts';
import type { SimulatedNode, Told } from './node.ts';

/** Who decides which node gets a call, and when. Called in the order of time; each call may submit, load and unload. */
export interface Policy {
  start(nodes: readonly SimulatedNode[], requests: readonly Request[]): void;
  arrive(request: Request, now: number): void;
  firstToken(request: Request, node: number, now: number): void;
  done(request: Request, node: number, now: number, told: Told): void;
  loaded(model: number, node: number, now: number): void;
  unloaded(model: number, node: number, now: number): void;
  /** When it wants to be called though nothing has happened; Infinity for never. */
  next(now: number): number;
  wake(now: number): void;
}

/** Tells the simulation that a call was refused. */
export type Refuse = (request: Request, now: number) => void;
