import type { JsonObject } from '../json.ts';
import { Parameters } from '../operations/parameters.ts';
import { Problem } from '../problem.ts';
import type { LogEntry } from './log-entry.ts';

const usualLimit = 100;
const greatestLimit = 1000;

/** `{ search_term?, start_time, end_time, level?, limit? }`; newest first. Only entries of the workspace are ever looked at. */
export function queryLogs(entries: readonly LogEntry[], workspace: string, body: JsonObject): JsonObject[] {
  const parameters = new Parameters(body);
  const start = time(parameters.text('start_time'), 'start_time');
  const end = time(parameters.text('end_time'), 'end_time');
  const term = parameters.optionalText('search_term')?.toLowerCase();
  const level = parameters.optionalText('level')?.toLowerCase();
  const limit = parameters.optionalInteger('limit', 1, greatestLimit) ?? usualLimit;
  return entries
    .filter((entry) => entry.workspace_id === workspace)
    .filter((entry) => Date.parse(entry.timestamp) >= start && Date.parse(entry.timestamp) <= end)
    .filter((entry) => level === undefined || entry.level.toLowerCase() === level)
    .filter((entry) => term === undefined || entry.message.toLowerCase().includes(term))
    .toSorted((left, right) => Date.parse(right.timestamp) - Date.parse(left.timestamp))
    .slice(0, limit)
    .map(({ timestamp, level, message, trace_id = '', user_id = '', source = '', details = {} }) => ({
      timestamp,
      level,
      message,
      trace_id,
      user_id,
      source,
      details,
    }));
}

function time(text: string, name: string): number {
  const milliseconds = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(milliseconds)) throw new Problem(400, `${name} must be a time as RFC 3339 writes it`);
  return milliseconds;
}
