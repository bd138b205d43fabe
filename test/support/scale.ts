/** `npm run faults` asks for the numbers that the gateway promises; tests of every day are smaller, and times tell little there. */
export const IS_FULL = process.env['REQUESTS_PER_SECOND'] !== undefined;
export const PER_SECOND = Number(process.env['REQUESTS_PER_SECOND'] ?? 20);
/** By how much a time may be longer than promised: beside other tests, processes wait for a processor. */
export const SLACK = IS_FULL ? 1 : 3;
