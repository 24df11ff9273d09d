import { type EndpointConfig, endpointProperties } from '@hexaops/core';

/** The plugin's part of the configuration: where the server is, its key, and whether it is a node of the operator's own. */
export const configurationSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['baseUrl'],
  properties: endpointProperties,
} as const;

export type Configuration = EndpointConfig & { readonly baseUrl: string };
