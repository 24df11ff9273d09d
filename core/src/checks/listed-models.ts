import { HexaopsError } from '../errors.ts';
import { reach } from './reach.ts';

/**
 * Names of models from the list that a server of them gives: an object with an array under `list`, each with a name under
 * `name`. Raises `source-unavailable`, also where the key is refused; never with the key.
 */
export async function listedModels(
  url: string,
  headers: Readonly<Record<string, string>>,
  { list, name }: { readonly list: string; readonly name: string },
  signal: AbortSignal,
): Promise<readonly string[]> {
  const { status, body } = await reach(url, signal, { headers });
  if (status !== 200) {
    const refused = status === 401 || status === 403;
    throw new HexaopsError('source-unavailable', `${url} answers with ${status}`, {
      nextStep: refused ? 'give a key that this server knows' : 'check the base URL of the provider',
    });
  }
  const names = entriesOf(body, list).map((entry) => entry[name]);
  return names.filter((each) => typeof each === 'string');
}

function entriesOf(body: string, list: string): readonly Readonly<Record<string, unknown>>[] {
  try {
    const value = JSON.parse(body) as Readonly<Record<string, unknown>> | null;
    const entries = value?.[list];
    return Array.isArray(entries) ? entries.filter((entry) => typeof entry === 'object' && entry !== null) : [];
  } catch {
    return [];
  }
}
