/**
 * Seconds of processor that this process has used, its garbage collector and compiler included. On an idle machine it is
 * not less than the time that passes; on a shared one it leaves out what others take.
 */
export function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
