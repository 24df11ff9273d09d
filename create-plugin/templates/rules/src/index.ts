import { definePlugin, ruleSourcePoint } from '@hexaops/core';
import { ruleDirectory } from '@hexaops/core/rules';

/** Rules, and nothing else. Those whose tools are not installed are left out. */
export default definePlugin({
  register(api) {
    api.contribute(ruleSourcePoint, ruleDirectory('my-plugin', new URL('../rules/', import.meta.url)));
  },
});
