/** The plugin's part of the configuration. Nothing of Mastra is loaded to know it. */
export const configSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    memory: {
      type: 'object',
      additionalProperties: false,
      description: 'Where what was said in a session is kept. Without it each run begins with nothing.',
      properties: {
        postgres: {
          type: 'string',
          minLength: 1,
          description: 'The URL of the Postgres of the service; the tables are in a schema "mastra" of their own.',
        },
        sqlite: {
          type: 'string',
          minLength: 1,
          description: 'A file beside the store of the service, never the same file.',
        },
        messages: {
          type: 'integer',
          minimum: 1,
          maximum: 100,
          default: 10,
          description: 'Messages of a session that are shown again.',
        },
      },
    },
  },
} as const;
