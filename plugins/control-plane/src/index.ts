import { controlPlanePoint, definePlugin } from '@hexaops/core';
import { type ControlPlaneConfig, configSchema } from './config.ts';
import { createControlPlane } from './control-plane.ts';

export type { ControlPlaneConfig } from './config.ts';
export { createControlPlane, type Surroundings } from './control-plane.ts';
export type { OperationRow } from './request/operation-rows.ts';

export default definePlugin({
  config: configSchema,
  register(api, config) {
    api.contribute(controlPlanePoint, createControlPlane(config as ControlPlaneConfig));
  },
});
