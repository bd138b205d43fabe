import { constants, openSync, statSync } from 'node:fs';
import type { AuditSettings } from '../config/sections/audit.settings.js';
import { AuditFile } from './audit-file.js';
import type { AuditSink } from './audit.log.js';
import { LogOutput, type OutputEvents } from './log-output.js';

/** Where the lines of the audit log go: to a file of their own, to a pipe, or to `standard` with the others. */
export function auditSink(
  { level, file }: AuditSettings,
  standard: LogOutput,
  onFault: OutputEvents['onFault'] = () => undefined,
): AuditSink {
  // Whoever owns standard output tells what stays unwritten there.
  if (file === undefined) return { level, ...linesOf(standard), left: () => 0 };
  // The reader of a pipe may be slow, or gone.
  if (statSync(file, { throwIfNoEntry: false })?.isFIFO() === true) {
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
