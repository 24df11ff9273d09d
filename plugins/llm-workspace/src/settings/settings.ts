import { HexaopsError } from '@hexaops/core';
import { requireUrl } from '../pinned/target.ts';

/** A workspace's LLM settings as the control plane tells them to the service. */
export const settingsSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: "A workspace's LLM settings",
  description:
    'Answer of GET /internal/v1/workspaces/{workspace}/llm-settings to the service. People are never told "api_key". 404: the workspace has none.',
  type: 'object',
  additionalProperties: true,
  required: ['provider', 'model', 'base_url'],
  properties: {
    provider: { enum: ['openai-compatible', 'openai'], description: 'Chat completions as OpenAI has them.' },
    model: { type: 'string', minLength: 1, maxLength: 200, pattern: '^[^\\s]+$' },
    base_url: {
      type: 'string',
      maxLength: 2000,
      pattern: '^https://',
      description: 'Everything is asked below it: https://llm.example/v1.',
    },
    api_key: { type: 'string', minLength: 1, maxLength: 4096, pattern: '^[\\x21-\\x7e]+$' },
    api_key_base_url: {
      type: 'string',
      description: 'The base URL that the key was written with. Where it is another than base_url the key is void.',
    },
    has_key: { type: 'boolean' },
  },
} as const;

export interface WorkspaceSettings {
  readonly model: string;
  /** Normalized: `https://llm.example/v1`. */
  readonly baseUrl: string;
  readonly key: string | undefined;
  /** The control plane says itself that the key was written for this base URL. */
  readonly isKeyConfirmed?: boolean;
}

const printableWord = /^[\x21-\x7e]+$/;

/** Raises `config-invalid`, without any value of what was read: it may hold a key. */
export function settingsOf(body: unknown): WorkspaceSettings {
  const { provider, model, base_url: url, api_key: key, api_key_base_url: keyUrl } = fieldsOf(body);
  if (provider !== 'openai-compatible' && provider !== 'openai') throw invalid('provider is none that is known');
  if (typeof model !== 'string' || model.length > 200 || !printableWord.test(model)) throw invalid('model is no name');
  if (typeof url !== 'string' || url.length > 2000) throw invalid('base_url is no text');
  const baseUrl = normalized(url);
  if (key === undefined || key === null) return { model, baseUrl, key: undefined };
  if (typeof key !== 'string' || key.length > 4096 || !printableWord.test(key)) throw invalid('api_key is no key');
  if (keyUrl !== undefined && (typeof keyUrl !== 'string' || normalized(keyUrl) !== baseUrl)) {
    throw invalid(
      'the key was written for another base_url',
      'an administrator of the workspace should write it again',
    );
  }
  return { model, baseUrl, key, ...(keyUrl === undefined ? {} : { isKeyConfirmed: true }) };
}

/** The same place has the same text: the key's binding is to it. */
function normalized(text: string): string {
  const url = requireUrl(text);
  if (url.search !== '') throw invalid('base_url carries a query');
  return url.href.replace(/\/+$/, '');
}

function fieldsOf(body: unknown): Readonly<Record<string, unknown>> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw invalid('they are no object');
  return body as Readonly<Record<string, unknown>>;
}

function invalid(why: string, nextStep = 'an administrator of the workspace should write them again'): HexaopsError {
  return new HexaopsError('config-invalid', `the LLM settings of this workspace cannot be used: ${why}`, { nextStep });
}
