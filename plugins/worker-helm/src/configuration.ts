/** The plugin's part of the configuration. Everything may be left out. */
export const configurationSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    storage: {
      enum: ['secret', 'configmap'],
      description: 'Where Helm keeps its records (HELM_DRIVER). secret unless told.',
    },
  },
} as const;

export interface Configuration {
  readonly storage?: 'secret' | 'configmap';
}
