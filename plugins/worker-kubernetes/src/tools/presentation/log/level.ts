import type { LogEntry } from './entries.ts';

export type LogLevel = 'error' | 'warning' | 'other';

const names: ReadonlyMap<string, LogLevel> = new Map(
  Object.entries<LogLevel>({
    alert: 'error',
    crit: 'error',
    critical: 'error',
    emerg: 'error',
    emergency: 'error',
    err: 'error',
    error: 'error',
    fatal: 'error',
    panic: 'error',
    severe: 'error',
    warn: 'warning',
    warning: 'warning',
    debug: 'other',
    fine: 'other',
    info: 'other',
    information: 'other',
    notice: 'other',
    trace: 'other',
    verbose: 'other',
  }),
);

/** Characters of a line that are looked at. */
const looked = 4096;
const fields = [
  'level',
  'severity',
  'lvl',
  'loglevel',
  'log.level',
  'levelname',
  '@l',
  'severity_text',
  'severityText',
];
const assignment = /(?:^|\s)(?:level|severity|lvl|loglevel)\s?=\s?"?([a-z]+)/i;
/** klog and glog: `E0301 12:00:00.000000`. */
const klog = /^([IWEF])\d{4} \d\d:\d\d:\d\d/;
/** Between brackets, or in capitals near the beginning: `[error]`, `ERROR`, `<warn>`. */
const bracketed =
  /[[(<|]\s?(trace|debug|info|notice|warn|warning|error|err|fatal|crit|critical|panic|alert|emerg|severe)\s?[\])>|]/i;
const capitals =
  /^.{0,80}?\b(TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|ERR|FATAL|CRIT|CRITICAL|PANIC|ALERT|EMERG|SEVERE)\b/;
const beginning = /^(?:\S+ ){0,3}(error|fatal|panic|warning|warn)(?:\[[^\]]*\])?:/i;
const failure =
  /\b(?:exception|traceback|panicked|panic|fatal|segmentation fault|segfault|unhandled|uncaught|stack ?trace|core dumped|oomkilled|out of memory|errors? occurred|failed|failure|refused|timed out|timeout|unreachable|cannot|could not|unable to|denied)\b/i;
const anyError = /\b(?:[A-Za-z.]*(?:Error|Exception))\b|\berr(?:or)?\b/i;
const noError = /\b(?:no|0|zero|without) (?:errors?|failures?|exceptions?)\b|\berrors?[=:]\s*0\b/i;

/**
 * How bad an entry is: by the level that it states, in JSON, in `level=`, in klog's letter or in words; by the words of
 * a failure where it states none.
 */
export function levelOf({ lines }: LogEntry): LogLevel {
  const [first = ''] = lines;
  const line = first.slice(0, looked);
  return statedIn(line) ?? spokenIn(line, lines);
}

function statedIn(line: string): LogLevel | undefined {
  const json = line.trimStart().startsWith('{') ? levelInJson(line) : undefined;
  if (json !== undefined) return json;
  const letter = klog.exec(line)?.[1];
  if (letter !== undefined) return letter === 'I' ? 'other' : letter === 'W' ? 'warning' : 'error';
  const word =
    assignment.exec(line)?.[1] ??
    bracketed.exec(line.slice(0, 160))?.[1] ??
    capitals.exec(line)?.[1] ??
    beginning.exec(line)?.[1];
  return word === undefined ? undefined : names.get(word.toLowerCase());
}

function spokenIn(line: string, lines: readonly string[]): LogLevel {
  if (lines.length > 1 && lines.some((each) => /^\s*(?:at \S|File "|Caused by: |goroutine \d)/.test(each)))
    return 'error';
  if (noError.test(line)) return 'other';
  return failure.test(line) || anyError.test(line) ? 'error' : 'other';
}

function levelInJson(line: string): LogLevel | undefined {
  let record: unknown;
  try {
    record = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof record !== 'object' || record === null) return undefined;
  const found = new Map<string, unknown>(Object.entries(record));
  for (const field of fields) {
    const level = found.get(field);
    if (typeof level === 'number') return numbered(level);
    if (typeof level === 'string') return names.get(level.toLowerCase()) ?? 'other';
  }
  return undefined;
}

/** Pino and bunyan: 50 is an error, 40 a warning. */
function numbered(level: number): LogLevel {
  return level >= 50 ? 'error' : level >= 40 ? 'warning' : 'other';
}
