import type { JsonObject } from '../json.ts';
import { Problem } from '../problem.ts';

export interface LlmSettings {
  readonly key: string | undefined;
  /** Everything but the key, as it was written. */
  readonly rest: JsonObject;
}

/** The LLM settings of each workspace. A key belongs to the provider and base URL that it was written with. */
export class LlmSettingsStore {
  readonly #settings = new Map<string, LlmSettings>();

  get(workspace: string): LlmSettings | undefined {
    return this.#settings.get(workspace);
  }

  /** Replaces the settings. Without a key the one that is there stays, unless the provider or the base URL is another. */
  put(workspace: string, body: JsonObject): LlmSettings {
    const { api_key: key, has_key: _has, api_key_base_url: _url, ...rest } = body;
    for (const name of ['provider', 'model'] as const) {
      if (typeof rest[name] !== 'string' || rest[name] === '') throw new Problem(400, `${name} is required, as text`);
    }
    if (rest['base_url'] !== undefined && typeof rest['base_url'] !== 'string') {
      throw new Problem(400, 'base_url must be text');
    }
    if (key !== undefined && (typeof key !== 'string' || key === '')) {
      throw new Problem(400, 'api_key must be text, and not empty');
    }
    const settings = { key: key ?? this.#keptKey(workspace, rest), rest };
    this.#settings.set(workspace, settings);
    return settings;
  }

  delete(workspace: string): boolean {
    return this.#settings.delete(workspace);
  }

  clear(): void {
    this.#settings.clear();
  }

  #keptKey(workspace: string, { provider, base_url: baseUrl }: JsonObject): string | undefined {
    const before = this.#settings.get(workspace);
    const isSamePlace = before?.rest['provider'] === provider && before?.rest['base_url'] === baseUrl;
    return isSamePlace ? before?.key : undefined;
  }
}

export function shownToPeople({ key, rest }: LlmSettings): JsonObject {
  return { ...rest, has_key: key !== undefined };
}

export function shownToService(settings: LlmSettings): JsonObject {
  const { key, rest } = settings;
  // A key that was written for another base URL was dropped.
  const bound = key !== undefined && { api_key: key, api_key_base_url: rest['base_url'] };
  return { ...shownToPeople(settings), ...bound };
}
