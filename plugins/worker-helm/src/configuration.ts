/** The plugin's part of the configuration. Everything may be left out. */
export const configurationSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    storage: {
      enum: ['secret', 'configmap'],
      default: 'secret',
      description: 'Where Helm keeps its records (HELM_DRIVER).',
    },
  },
} as const;

export interface Configuration {
  readonly storage?: 'secret' | 'configmap';
}
