import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ControlPlane } from '@hexaops/example-control-plane';
import { type Place, type Worker, writeConfiguration } from './configuration.ts';
import { controlPlaneOf, person } from './workspaces.ts';

export interface SceneOptions {
  /** How many workspaces there are: each case takes one. */
  readonly cases: number;
  readonly worker: Worker;
  /** Makes an empty database for a case; absent: a file of SQLite's in the case's directory. */
  readonly database?: () => Promise<string>;
}

/** One workspace, with a service's configuration for it and a place for its state. */
export interface Stage {
  readonly workspace: string;
  readonly file: string;
  readonly place: Place;
  readonly controlPlane: ControlPlane;
  /** What a client sends as `Authorization`: a fresh token each time. */
  authorization(): Promise<string>;
  /** Operations that the control plane has really carried out: an answer that is given again is none. */
  effects(): number;
}

/** The control plane, which outlives every service, and the directory of all cases. */
export class Scene implements AsyncDisposable {
  readonly controlPlane: ControlPlane;
  readonly directory: string;
  readonly #options: SceneOptions;
  #taken = 0;

  private constructor(controlPlane: ControlPlane, directory: string, options: SceneOptions) {
    this.controlPlane = controlPlane;
    this.directory = directory;
    this.#options = options;
  }

  static async open(options: SceneOptions): Promise<Scene> {
    const directory = await mkdtemp(join(tmpdir(), 'hexaops-kill-'));
    return new Scene(await controlPlaneOf(options.cases), directory, options);
  }

  /** Where instrumented sources are kept from one process to the next. */
  get instrumented(): string {
    return join(this.directory, 'instrumented');
  }

  async stage(): Promise<Stage> {
    const { controlPlane } = this;
    const { cases, worker, database } = this.#options;
    if (++this.#taken > cases) throw new Error(`There are only ${cases} workspaces.`);
    const workspace = `w${this.#taken}`;
    const directory = join(this.directory, workspace);
    const place = database === undefined ? { path: join(directory, 'store.sqlite') } : { url: await database() };
    const file = await writeConfiguration(directory, {
      controlPlaneUrl: controlPlane.url,
      workspace,
      place,
      worker,
    });
    return {
      workspace,
      file,
      place,
      controlPlane,
      authorization: async () => `Bearer ${await controlPlane.makeToken({ user: person, workspace })}`,
      effects: () => controlPlane.state.operations.filter((operation) => operation.workspace === workspace).length,
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.controlPlane.close();
    await rm(this.directory, { recursive: true, force: true });
  }
}
