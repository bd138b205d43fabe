import { closeSync, constants, openSync, statSync } from 'node:fs';
import { codeOf } from '../common/error-code.js';
import { SettingsError } from '../config/settings.error.js';
import type { AuditSettings } from '../config/sections/audit.settings.js';
import { AuditFile, openToAppend } from './audit-file.js';
import type { AuditSink } from './audit.log.js';
import { LogOutput, type OutputEvents } from './log-output.js';

/** Failures that only another setting mends: a folder, a path below a file, no right. */
const WRONG_FILE = new Set<string | undefined>(['EISDIR', 'ENOTDIR', 'EEXIST', 'EACCES', 'EPERM', 'EROFS']);

/**
 * Looked at before the application is made, whose failures Nest logs with their stack.
 *
 * @throws SettingsError for what cannot be the file of the audit log
 */
export function checkAuditFile({ file }: AuditSettings): void {
  if (file === undefined) return;
  try {
    // A pipe without a reader would not open.
    if (!isPipe(file)) closeSync(openToAppend(file));
  } catch (error) {
    const code = codeOf(error);
    if (!WRONG_FILE.has(code)) throw error;
    throw new SettingsError([{ path: 'audit.file', message: `cannot be written (${String(code)})` }]);
  }
}

/** Where the lines of the audit log go: to a file of their own, to a pipe, or to `standard` with the others. */
export function auditSink(
  { level, file }: AuditSettings,
  standard: LogOutput,
  onFault: OutputEvents['onFault'] = () => undefined,
): AuditSink {
  // Whoever owns standard output tells what stays unwritten there.
  if (file === undefined) return { level, ...linesOf(standard), left: () => 0 };
  // The reader of a pipe may be slow, or gone.
  if (isPipe(file)) {
    // The pipe is opened for reading too, so that it opens without a reader.
    const pipe = openSync(file, constants.O_RDWR | constants.O_NONBLOCK);
    return { level, ...linesOf(new LogOutput(pipe, { onFault })) };
  }
  const lines = new AuditFile(file, { onFault });
  return {
    level,
    write: (line) => lines.write(line),
    fault: () => lines.fault,
    left: () => lines.left(),
    reopen: () => {
      lines.reopen();
    },
  };
}

function linesOf(output: LogOutput): Omit<AuditSink, 'level'> {
  return { write: (line) => output.writeAudit(line), fault: () => output.fault, left: () => output.left.audit };
}

function isPipe(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFIFO() === true;
}
