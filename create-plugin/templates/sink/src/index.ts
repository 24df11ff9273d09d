import { auditSinkPoint, definePlugin } from '@hexaops/core';
import { type Configuration, configurationSchema } from './configuration.ts';
import { FileSink } from './file-sink.ts';

export type { Configuration } from './configuration.ts';

export default definePlugin({
  config: configurationSchema,
  register(api, { directory }: Configuration) {
    api.contribute(auditSinkPoint, new FileSink(directory));
  },
});
