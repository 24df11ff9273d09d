import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { personsPerWorkspace, workspaceOf } from './population.ts';
import { Program } from './processes/program.ts';

export interface TokensWanted {
  readonly count: number;
  /** The first person; the others follow in turn. */
  readonly from?: number;
}

/** As if there were no bound, but counted all the same. */
export const amplyLimited = {
  subjectRequestsPerMinute: 1_000_000_000,
  workspaceRequestsPerMinute: 1_000_000_000,
  subjectRunsPerMinute: 1_000_000_000,
  subjectRuns: 1_000,
  workspaceRuns: 1_000,
  workspaceRunsPerSecond: 1_000_000,
  subjectStreams: 1_000,
  // The machine is meant to be busy.
  eventLoopMilliseconds: 60_000,
};

/** The service's own, but for the one by which it refuses work that would come late: others may keep this machine busy. */
export const defaultLimited = { eventLoopMilliseconds: 60_000 };

/** A control plane and instances of the service on it, each in a process of its own. */
export class Stage implements AsyncDisposable {
  readonly controlPlaneUrl: string;
  readonly #controlPlane: Program;
  readonly #persons: number;
  readonly #stack: AsyncDisposableStack;

  private constructor(controlPlane: Program, url: string, persons: number, stack: AsyncDisposableStack) {
    this.#controlPlane = controlPlane;
    this.controlPlaneUrl = url;
    this.#persons = persons;
    this.#stack = stack;
  }

  static async start(persons: number): Promise<Stage> {
    const stack = new AsyncDisposableStack();
    const controlPlane = stack.use(await Program.start('control-plane', { argument: { persons } }));
    return new Stage(controlPlane, await controlPlane.ask<string>('url'), persons, stack);
  }

  /** Its log goes to a file, as that of a container does. */
  async service(limits: Readonly<Record<string, number>>): Promise<Program> {
    const directory = await mkdtemp(join(tmpdir(), 'hexaops-bench-'));
    this.#stack.defer(() => rm(directory, { recursive: true, force: true }));
    const workspaces = Array.from({ length: this.#persons / personsPerWorkspace }, (_, index) =>
      workspaceOf(index * personsPerWorkspace),
    );
    const argument = { controlPlane: this.controlPlaneUrl, directory, workspaces, limits };
    return this.#stack.use(await Program.start('hexaops', { argument, output: join(directory, 'log') }));
  }

  async program(name: string, argument: object = {}): Promise<Program> {
    return this.#stack.use(await Program.start(name, { argument }));
  }

  /** Tokens that all differ, and hold for as long as a measurement takes. */
  tokens({ count, from = 0 }: TokensWanted): Promise<readonly string[]> {
    return this.#controlPlane.ask('tokens', { count, from, lifetimeSeconds: 900 });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#stack.disposeAsync();
  }
}
