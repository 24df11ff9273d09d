import { definePlugin, jobRunnerPoint } from '@hexaops/core';
import { configSchema, type JobsPostgresConfig } from './config.ts';
import { createPostgresRunner } from './runner.ts';

export type { JobsPostgresConfig } from './config.ts';
export { createPostgresRunner } from './runner.ts';

export default definePlugin({
  config: configSchema,
  register(api, config) {
    api.contribute(jobRunnerPoint, createPostgresRunner(config as JobsPostgresConfig));
  },
});
