import { definePlugin, surfacePoint } from '@hexaops/core';
import { configSchema } from './config.ts';
import { createConsole } from './served/console.ts';

export { createConsole } from './served/console.ts';

export default definePlugin({
  config: configSchema,
  register(api, config) {
    api.contribute(surfacePoint, createConsole(config));
  },
});
