/** The plugin's part of the configuration. `additionalProperties: false`: a wrong name is an error that lists the right ones. */
export const configurationSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['url'],
  properties: {
    url: {
      type: 'string',
      pattern: '^(https?://|data:)',
      maxLength: 100_000,
      description: 'Of the list of services, as JSON. A data: URL stands in for a server while you develop.',
    },
    token: {
      type: 'string',
      minLength: 1,
      maxLength: 4_096,
      description: 'Sent to that server alone, as a bearer token.',
    },
  },
} as const;

export interface Configuration {
  readonly url: string;
  readonly token?: string;
}
