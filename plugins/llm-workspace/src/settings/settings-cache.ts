import { type Caller, type ControlPlane, HexaopsError, type VersionedRead } from '@hexaops/core';
import { KeyBindings } from './key-binding.ts';
import { settingsOf, type WorkspaceSettings } from './settings.ts';

export interface CacheOptions {
  readonly now: () => number;
  /** How long settings are used before they are read again. */
  readonly freshMilliseconds: number;
  /** How long they may be used where the control plane does not answer. */
  readonly staleMilliseconds: number;
}

interface Kept {
  readonly settings: WorkspaceSettings | undefined;
  readonly readAt: number;
  /** What the control plane knows them by. */
  readonly version: string | undefined;
}

const mostWorkspaces = 10_000;
const settingsBytes = 64 * 1024;
const absent = new Set(['control-plane-unavailable', 'deadline-exceeded', 'overloaded', 'reauthentication-required']);

/** The settings of workspaces, read as their callers, kept in memory alone. One workspace's are never given to another. */
export class SettingsCache {
  readonly #controlPlane: ControlPlane;
  readonly #options: CacheOptions;
  readonly #bindings = new KeyBindings();
  readonly #kept = new Map<string, Kept>();

  constructor(controlPlane: ControlPlane, options: CacheOptions) {
    this.#controlPlane = controlPlane;
    this.#options = options;
  }

  /**
   * Undefined where the workspace has none. Raises `config-invalid` for settings that cannot be used, and what the control
   * plane raises where nothing young enough is kept.
   */
  async settings(caller: Caller, signal: AbortSignal): Promise<WorkspaceSettings | undefined> {
    const { workspace } = caller;
    const kept = this.#kept.get(workspace);
    const age = kept === undefined ? Number.POSITIVE_INFINITY : this.#options.now() - kept.readAt;
    if (kept !== undefined && age < this.#options.freshMilliseconds) return kept.settings;
    try {
      return await this.#read(caller, kept, signal);
    } catch (error) {
      const isAway = HexaopsError.is(error) && absent.has(error.code);
      if (isAway && kept !== undefined && age < this.#options.staleMilliseconds) return kept.settings;
      throw error;
    }
  }

  async #read(caller: Caller, kept: Kept | undefined, signal: AbortSignal): Promise<WorkspaceSettings | undefined> {
    const newer = await this.#ask(caller, kept?.version, signal);
    const { settings, version } = newer ?? kept ?? { settings: undefined, version: undefined };
    this.#keep(caller.workspace, settings, version);
    return settings;
  }

  /** Undefined where they are still those of that version. */
  async #ask(
    caller: Caller,
    known: string | undefined,
    signal: AbortSignal,
  ): Promise<Pick<Kept, 'settings' | 'version'> | undefined> {
    const controlPlane = this.#controlPlane;
    const options = { signal, byteCap: settingsBytes };
    const read = { read: 'llm-settings' } as const;
    let found: VersionedRead | undefined;
    try {
      found =
        controlPlane.readNewer === undefined
          ? { body: await controlPlane.read(caller, read, options), version: undefined }
          : await controlPlane.readNewer(caller, read, known, options);
    } catch (error) {
      if (HexaopsError.is(error, 'not-found')) return { settings: undefined, version: undefined };
      throw error;
    }
    if (found === undefined) return undefined;
    const settings = settingsOf(found.body);
    this.#bindings.require(caller.workspace, settings);
    return { settings, version: found.version };
  }

  #keep(workspace: string, settings: WorkspaceSettings | undefined, version: string | undefined): void {
    this.#kept.delete(workspace);
    this.#kept.set(workspace, { settings, version, readAt: this.#options.now() });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > mostWorkspaces && oldest !== undefined) this.#kept.delete(oldest);
  }
}
