import { type Endpoint, type EndpointConfig, endpointOf, endpointProperties, HexaopsError } from '@hexaops/core';

/** Which of OpenAI's two APIs a server speaks: gateways and model servers mostly speak `chat`. */
export type Api = 'responses' | 'chat';

const properties = {
  ...endpointProperties,
  api: {
    enum: ['responses', 'chat'],
    description:
      "Which of OpenAI's two APIs is spoken. responses for OpenAI, chat where there is a baseUrl, unless told.",
  },
  organization: { type: 'string', minLength: 1, maxLength: 200, description: 'Of an account that has several.' },
  project: { type: 'string', minLength: 1, maxLength: 200, description: 'Of an account that has several.' },
} as const;

/** The plugin's part of the configuration. */
export const configurationSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    ...properties,
    endpoints: {
      type: 'object',
      description: 'Further servers, each a provider under its name.',
      propertyNames: { pattern: '^[a-z][a-z0-9-]{0,62}$' },
      additionalProperties: { type: 'object', additionalProperties: false, properties },
    },
  },
} as const;

interface Server extends EndpointConfig {
  readonly api?: Api;
  readonly organization?: string;
  readonly project?: string;
}

export interface Configuration extends Server {
  readonly endpoints?: Readonly<Record<string, Server>>;
}

export interface OpenAiEndpoint extends Endpoint {
  /** Of the provider. */
  readonly id: string;
  readonly api: Api;
  readonly organization: string | undefined;
  readonly project: string | undefined;
}

const own = 'https://api.openai.com/v1';

/** Raises `config-invalid`. */
export function endpointsOf({ endpoints = {}, ...first }: Configuration): readonly OpenAiEndpoint[] {
  const hasFirst = Object.keys(first).length > 0;
  const all = [...(hasFirst ? [['openai', first] as const] : []), ...Object.entries(endpoints)];
  if (all.length === 0) {
    throw new HexaopsError('config-invalid', 'llm-openai has neither a key nor a server', {
      nextStep: 'give "apiKey", or servers under "endpoints"',
    });
  }
  return all.map(([id, server]) => {
    const { api, organization, project } = server;
    return {
      ...endpointOf(id === 'openai' ? 'llm-openai' : `llm-openai.endpoints.${id}`, server, own),
      id,
      api: api ?? (server.baseUrl === undefined ? 'responses' : 'chat'),
      organization,
      project,
    };
  });
}
