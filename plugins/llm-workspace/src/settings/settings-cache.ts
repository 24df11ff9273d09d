import { type Caller, type ControlPlane, HexaopsError } from '@hexaops/core';
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
      return await this.#read(caller, signal);
    } catch (error) {
      const isAway = HexaopsError.is(error) && absent.has(error.code);
      if (isAway && kept !== undefined && age < this.#options.staleMilliseconds) return kept.settings;
      throw error;
    }
  }

  async #read(caller: Caller, signal: AbortSignal): Promise<WorkspaceSettings | undefined> {
    const settings = await this.#ask(caller, signal);
    this.#keep(caller.workspace, settings);
    return settings;
  }

  async #ask(caller: Caller, signal: AbortSignal): Promise<WorkspaceSettings | undefined> {
    let body: unknown;
    try {
      body = await this.#controlPlane.read(caller, { read: 'llm-settings' }, { signal, byteCap: settingsBytes });
    } catch (error) {
      if (HexaopsError.is(error, 'not-found')) return undefined;
      throw error;
    }
    const settings = settingsOf(body);
    this.#bindings.require(caller.workspace, settings);
    return settings;
  }

  #keep(workspace: string, settings: WorkspaceSettings | undefined): void {
    this.#kept.delete(workspace);
    this.#kept.set(workspace, { settings, readAt: this.#options.now() });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > mostWorkspaces && oldest !== undefined) this.#kept.delete(oldest);
  }
}
