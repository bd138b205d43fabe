import { closeSync, constants, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import sonicBoom from 'sonic-boom';
import type { AuditSettings } from '../config/sections/audit.settings.js';
import type { AuditSink } from './audit.log.js';
import { LogOutput } from './log-output.js';

const MODE = 0o640;

/** Bytes of lines that wait while a disk is full. */
const ROOM_ON_DISK = 8_388_608;

/** Where the lines of the audit log go: to a file of their own, to a pipe, or to `standard` with the others. */
export function auditSink({ level, file }: AuditSettings, standard: LogOutput): AuditSink {
  if (file === undefined) return { level, write: (line) => standard.writeAudit(line) };
  // The reader of a pipe may be slow, or gone.
  if (statSync(file, { throwIfNoEntry: false })?.isFIFO() === true) {
    // The pipe is opened for reading too, so that it opens without a reader.
    const pipe = new LogOutput(openSync(file, constants.O_RDWR | constants.O_NONBLOCK));
    return { level, write: (line) => pipe.writeAudit(line) };
  }
  return { level, ...appendingTo(file) };
}

/** Each line at once: what was done must not be lost with the process. What a full disk does not take is tried again with the next line. */
function appendingTo(file: string): Pick<AuditSink, 'write' | 'reopen'> {
  const options = { dest: file, append: true, mkdir: true, mode: MODE, sync: true, maxLength: ROOM_ON_DISK };
  const destination = new sonicBoom.SonicBoom(options);
  let isLost = false;
  destination.on('drop', () => {
    isLost = true;
  });
  destination.on('error', () => undefined);
  return {
    write: (line) => {
      isLost = false;
      destination.write(line);
      return !isLost;
    },
    reopen: () => {
      // Tried beforehand: what SonicBoom cannot open it closes the old file for, once it can.
      mkdirSync(dirname(file), { recursive: true });
      closeSync(openSync(file, 'a', MODE));
      destination.reopen();
    },
  };
}
