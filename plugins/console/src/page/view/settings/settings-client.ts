import { ChatFailure } from '../../protocol/failure.ts';

/** As docs/llm-settings.schema.json has them, without the key, which people are never told. */
export interface Settings {
  readonly provider: string;
  readonly model: string;
  readonly base_url: string;
  readonly has_key?: boolean;
}

/** The control plane's own path, under the person's own sign-in. */
export class SettingsClient {
  readonly #path: string;

  constructor(path: string, workspace: string) {
    this.#path = path.replace('{workspace}', encodeURIComponent(workspace));
  }

  /** Undefined where the workspace has none. */
  async read(): Promise<Settings | undefined> {
    const response = await fetch(this.#path, { headers: { accept: 'application/json' } });
    return response.status === 404 ? undefined : ((await whole(response)) as Settings);
  }

  async write(settings: Settings & { readonly api_key?: string }): Promise<Settings> {
    return (await whole(
      await fetch(this.#path, {
        method: 'PUT',
        headers: { accept: 'application/json', 'content-type': 'application/json' },
        body: JSON.stringify(settings),
      }),
    )) as Settings;
  }

  async remove(): Promise<undefined> {
    const response = await fetch(this.#path, { method: 'DELETE' });
    if (!response.ok) throw ChatFailure.of(await response.json().catch(() => undefined), response.status);
    return undefined;
  }
}

async function whole(response: Response): Promise<unknown> {
  if (response.ok) return response.json();
  throw ChatFailure.of(await response.json().catch(() => undefined), response.status);
}
