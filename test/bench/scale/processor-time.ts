import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second (USER_HZ), whatever the kernel's own clock. */
const ticksPerSecond = 100;

interface Entry {
  readonly parent: number;
  readonly ticks: number;
}

/** Seconds of processor that the process has used, with all that it started, those that have ended among them. */
export function processorSecondsOf(pid: number): number {
  const entries = allProcesses();
  const within = (candidate: number): boolean => {
    if (candidate === pid) return true;
    const entry = entries.get(candidate);
    return entry !== undefined && entry.parent > 1 && within(entry.parent);
  };
  let ticks = 0;
  for (const [candidate, entry] of entries) if (within(candidate)) ticks += entry.ticks;
  return ticks / ticksPerSecond;
}

function allProcesses(): ReadonlyMap<number, Entry> {
  const entries = new Map<number, Entry>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const entry = entryOf(name);
    if (entry !== undefined) entries.set(Number(name), entry);
  }
  return entries;
}

/** Undefined for a process that has ended meanwhile. proc_pid_stat(5): after the name come state, ppid and the rest. */
function entryOf(pid: string): Entry | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    return { parent: Number(fields[1]), ticks };
  } catch {
    return undefined;
  }
}
