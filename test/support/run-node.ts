import { execFile } from 'node:child_process';

export interface Finished {
  code: number;
  /** Standard output and standard error. */
  text: string;
}

/** Runs a script as a user of the project does, and says how it ended. */
export function runNode(...args: string[]): Promise<Finished> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, args, (_error, stdout, stderr) => {
      resolve({ code: child.exitCode ?? 1, text: stdout + stderr });
    });
  });
}
