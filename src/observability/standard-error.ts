/** A line of the log on standard error, for what the log itself may not be able to tell. Lost where nothing is taken there either. */
export function tellOnStandardError(fields: object, msg: string): void {
  // Without a listener its error would end the process.
  if (process.stderr.listenerCount('error') === 0) process.stderr.on('error', () => undefined);
  process.stderr.write(`${JSON.stringify({ level: 'error', time: new Date().toISOString(), ...fields, msg })}\n`);
}
