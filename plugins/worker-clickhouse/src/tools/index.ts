import type { ReadTool } from '@hexaops/core';
import type { LogAccess } from '../logs/log-access.ts';
import { countLogs } from './count-logs.ts';
import { failedPipelines } from './failed-pipelines.ts';
import { firstLog } from './first-log.ts';
import { logsAround } from './logs-around.ts';
import { newLogTemplates } from './new-log-templates.ts';
import { searchLogs } from './search-logs.ts';
import { storedEvents } from './stored-events.ts';
import { topLogTemplates } from './top-log-templates.ts';
import { traceLogs } from './trace-logs.ts';

export const makeTools: readonly ((access: LogAccess) => ReadTool)[] = [
  searchLogs,
  countLogs,
  firstLog,
  logsAround,
  traceLogs,
  topLogTemplates,
  newLogTemplates,
  storedEvents,
  failedPipelines,
];
