import { createHmac, randomBytes } from 'node:crypto';
import { HexaopsError } from '@hexaops/core';
import type { WorkspaceSettings } from './settings.ts';

const mostBindings = 10_000;

/**
 * Remembers for which base URL each key was first seen, without the key: a key that turns up with another URL is void, also
 * where the control plane failed to say so, until it says that the key was written for that URL. Whoever can change a URL must
 * not thereby be sent the key.
 */
export class KeyBindings {
  readonly #secret = randomBytes(32);
  readonly #places = new Map<string, string>();

  /** Raises `config-invalid` for a key that was seen with another base URL. */
  require(workspace: string, { key, baseUrl, isKeyConfirmed = false }: WorkspaceSettings): void {
    if (key === undefined) return;
    const mark = createHmac('sha256', this.#secret)
      .update(JSON.stringify([workspace, key]))
      .digest('base64');
    const place = this.#places.get(mark);
    if (place !== undefined && place !== baseUrl && !isKeyConfirmed) {
      throw new HexaopsError('config-invalid', 'the key of this workspace was given for another base URL', {
        nextStep:
          'an administrator of the workspace should write a new key; the same is taken again where the control plane tells "api_key_base_url"',
      });
    }
    this.#places.delete(mark);
    this.#places.set(mark, baseUrl);
    const [oldest] = this.#places.keys();
    if (this.#places.size > mostBindings && oldest !== undefined) this.#places.delete(oldest);
  }
}
