import { definePlugin, ruleSourcePoint } from '@hexaops/core';
import { ruleDirectory } from '@hexaops/core/rules';

/** Rules of stage `trigger` over the tools of several workers, and nothing else. Steps whose tools are not there are left out. */
export default definePlugin({
  register(api) {
    api.contribute(ruleSourcePoint, ruleDirectory('alert-rules', new URL('../rules/', import.meta.url)));
  },
});
