import { checkPoint, controlPlanePoint, definePlugin } from '@hexaops/core';
import { controlPlaneCheck } from './check.ts';
import { type ControlPlaneConfig, configSchema, resolveConfig } from './config.ts';
import { createControlPlane } from './control-plane.ts';

export type { ControlPlaneConfig } from './config.ts';
export { createControlPlane, type Surroundings } from './control-plane.ts';
export type { OperationRow } from './request/operation-rows.ts';

export default definePlugin({
  config: configSchema,
  register(api, config) {
    const given = config as ControlPlaneConfig;
    api.contribute(controlPlanePoint, createControlPlane(given));
    api.contribute(checkPoint, controlPlaneCheck(resolveConfig(given)));
  },
});
