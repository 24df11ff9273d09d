import { messageOf } from '@hexaops/core';
import { configInvalid } from '../refusal.ts';
import { type KeySet, readKeySet } from './key-set.ts';

/** The keys of a JWKS that an operator gave. Raises `config-invalid` where the text is none. */
export async function parseJwks(text: string): Promise<KeySet> {
  try {
    return await readKeySet(text);
  } catch (error) {
    throw configInvalid(`the JWKS cannot be read: ${messageOf(error)}`, 'give a JSON document with "keys" (RFC 7517)');
  }
}
