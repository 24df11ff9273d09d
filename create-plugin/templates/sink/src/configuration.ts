/** The plugin's part of the configuration. `additionalProperties: false`: a wrong name is an error that lists the right ones. */
export const configurationSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['directory'],
  properties: {
    directory: {
      type: 'string',
      minLength: 1,
      maxLength: 1_000,
      description: 'Where the batches are kept, one file each. It is made where it is missing.',
    },
  },
} as const;

export interface Configuration {
  readonly directory: string;
}
