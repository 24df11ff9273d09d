import { HexaopsError } from '../errors.ts';
import type { LlmProvider } from '../extension/llm.ts';
import { boundedFetch } from './bounded-fetch.ts';

/** Where a provider's models are reached, as an operator configures it. */
export interface EndpointConfig {
  /** Undefined: the provider's own. */
  readonly baseUrl?: string;
  readonly apiKey?: string;
  /** The base URL leads to nodes of the operator's own. */
  readonly private?: boolean;
}

export interface Endpoint {
  readonly baseUrl: string;
  /** Never empty: provider packages would look for one in the environment, and send it to whoever is asked. */
  readonly apiKey: string;
  readonly locality: LlmProvider['locality'];
  /** Follows no redirect: a prompt goes to the server that was configured, or nowhere. Its answers are bounded. */
  readonly fetch: typeof globalThis.fetch;
}

/** The parts of a plugin's configuration schema that make an `EndpointConfig`. */
export const endpointProperties = {
  baseUrl: {
    type: 'string',
    pattern: '^https?://[^\\s?#]+$',
    maxLength: 2_000,
    description:
      "Of a server in the place of the provider's own; everything is asked below it, and no redirect is followed.",
  },
  apiKey: {
    type: 'string',
    minLength: 1,
    maxLength: 4_096,
    description: 'Of the provider, or of what baseUrl leads to.',
  },
  private: {
    type: 'boolean',
    default: false,
    description: 'baseUrl leads to nodes of your own: it may be http then, and they may see what is confidential.',
  },
} as const;

/** Raises `config-invalid`, never with the key. `name` says where in the configuration. */
export function endpointOf(name: string, config: EndpointConfig, providersOwn: string): Endpoint {
  const { baseUrl, apiKey, private: isPrivate = false } = config;
  if (isPrivate && baseUrl === undefined) {
    throw new HexaopsError('config-invalid', `${name}: only a base URL of your own can be private`, {
      nextStep: 'give "baseUrl", or leave out "private"',
    });
  }
  if (baseUrl === undefined && apiKey === undefined) {
    throw new HexaopsError('config-invalid', `${name}: there is no key`, {
      nextStep: 'give "apiKey" by its _FILE variable or as ${file:...}, or a "baseUrl" that wants none',
    });
  }
  const url = URL.parse(baseUrl ?? providersOwn);
  if (url === null || url.username !== '' || url.password !== '') {
    throw new HexaopsError('config-invalid', `${name}: "baseUrl" is no URL, or carries a password`, {
      nextStep: 'write it as https://llm.example/v1, and the key as "apiKey"',
    });
  }
  if (url.protocol !== 'https:' && !isPrivate) {
    throw new HexaopsError('config-invalid', `${name}: "baseUrl" is not https`, {
      nextStep: 'use https, or say "private: true" where it is a node of your own',
    });
  }
  return {
    baseUrl: url.href.replace(/\/+$/, ''),
    apiKey: apiKey ?? 'none',
    locality: isPrivate ? 'private' : 'commercial',
    fetch: boundedFetch((input, init) => fetch(input, { ...init, redirect: 'error' })),
  };
}
