import { definePlugin, type Plugin } from '@hexaops/core';
import type { Logger } from 'pino';

/** A line for each rule with `mode: dryRun` that would have fired: which, where, and nothing that anybody has written. */
export function logTriedRules(logger: Logger): Plugin {
  return definePlugin({
    register(api) {
      api.tap('ruleTried', ({ rule, stage, would, step }, { run, caller: { workspace } }) => {
        logger.info({ rule, stage, would, step, run, workspace }, 'rule tried');
      });
    },
  });
}
