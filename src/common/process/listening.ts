import { codeOf } from '../error-code.js';

/** What keeps the process from starting, in one line: a stack would say no more. */
export class StartError extends Error {}

/** Which setting of a listener is wrong, by what Node.js calls the failure. */
const FAULTS: ReadonlyMap<string | undefined, string> = new Map([
  ['EADDRINUSE', 'port: is taken'],
  ['EACCES', 'port: this user may not listen on it'],
  ['EADDRNOTAVAIL', 'host: is no address of this machine'],
  ['ENOTFOUND', 'host: no such name is known'],
  ['EAI_AGAIN', 'host: its name cannot be looked up now'],
]);

/**
 * Waits until a listener is open.
 *
 * @throws StartError that names the setting
 */
export async function listening(section: 'server' | 'admin', opened: Promise<unknown>): Promise<void> {
  try {
    await opened;
  } catch (error) {
    const fault = FAULTS.get(codeOf(error));
    if (fault === undefined) throw error;
    throw new StartError(`${section}.${fault}`, { cause: error });
  }
}
