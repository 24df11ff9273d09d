import type { Fault } from '../frame/fault.ts';
import { clickhouseDown } from './clickhouse-down.ts';
import { clockSkew } from './clock-skew.ts';
import { controlPlaneDown } from './control-plane-down.ts';
import { hostileBodies } from './hostile-bodies.ts';
import { jwksHanging } from './jwks-hanging.ts';
import { jwksRotated } from './jwks-rotated.ts';
import { modelDying } from './model-dying.ts';
import { redisDown } from './redis-down.ts';
import { sigkill } from './sigkill.ts';
import { sigterm } from './sigterm.ts';
import { slowLoris } from './slow-loris.ts';
import { stoppedReaders } from './stopped-readers.ts';
import { storeFailingOver } from './store-failing-over.ts';
import { tokenExpired } from './token-expired.ts';
import { tracingDown } from './tracing-down.ts';

/** In the order of their table. */
export const faults: readonly Fault[] = [
  controlPlaneDown,
  jwksRotated,
  jwksHanging,
  tokenExpired,
  modelDying,
  clickhouseDown,
  tracingDown,
  storeFailingOver,
  sigterm,
  sigkill,
  hostileBodies,
  stoppedReaders,
  slowLoris,
  clockSkew,
  redisDown,
];
