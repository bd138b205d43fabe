import { execFile } from 'node:child_process';
import { COMPILE_CACHE } from './log-directory.js';

export interface Finished {
  code: number | null;
  /** Standard output and standard error. */
  text: string;
}

/** What every process of a test has in its environment; nothing else of ours: a developer's own settings are not the test's. */
export const PROCESS_ENV = {
  PATH: process.env['PATH'],
  HOME: process.env['HOME'],
  // Compiling anew at each of some hundred starts would be most of the suite's time.
  NODE_COMPILE_CACHE: COMPILE_CACHE,
  // As the image's command does: to look for links is a seventh of a start.
  NODE_OPTIONS: '--preserve-symlinks --preserve-symlinks-main',
};

/** Runs a script as a user of the project does, and says how it ended. */
export function runNode(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Finished> {
  return new Promise((resolve) => {
    const options = { env: { ...PROCESS_ENV, ...env } };
    const child = execFile(process.execPath, args, options, (_error, stdout, stderr) => {
      resolve({ code: child.exitCode, text: stdout + stderr });
    });
  });
}
