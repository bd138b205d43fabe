/** Milliseconds of a processor that work of this thread takes. On a clock, a machine that does other things too would count as well. */
export function cpuMsOf(work: () => unknown): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}
