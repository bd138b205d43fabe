import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SettingsError } from '../../src/config/settings.error.js';
import { auditSink, checkAuditFile } from '../../src/observability/audit-sink.js';
import { AuditLog } from '../../src/observability/audit.log.js';
import { LogOutput } from '../../src/observability/log-output.js';
import { pause } from '../storage/eventually.js';

const LINE = `{"msg":"${'x'.repeat(1000)}"}\n`;
/** More than is kept. */
const MANY = 20_000;

describe('the output of the log', () => {
  it('writes lines in their order, those of the audit log among them', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'log-')), 'log');
    const output = new LogOutput(file);
    await pause(50);

    output.write('{"a":1}\n');
    output.writeAudit('{"b":2}\n');
    output.write('{"c":"ü"}\n');
    await output.end();

    expect(readFileSync(file, 'utf8')).toBe('{"a":1}\n{"b":2}\n{"c":"ü"}\n');
  });

  it('drops lines that a full disk does not take, counts them, and keeps the process alive', async () => {
    let dropped = 0;
    const output = new LogOutput('/dev/full', { onDrop: () => (dropped += 1) });
    await pause(50);
    for (let line = 0; line < MANY; line += 1) output.write(LINE);

    // Once it has failed, and tried again.
    await pause(700);
    output.write(LINE);

    expect(dropped).toBeGreaterThan(MANY / 2);
    expect(dropped).toBeLessThan(MANY);
  });

  it('keeps lines of the audit log for longer than others, and says when it cannot', async () => {
    const output = new LogOutput('/dev/full');
    await pause(50);
    for (let line = 0; line < MANY; line += 1) output.write(LINE);

    expect(output.writeAudit(LINE)).toBe(true);
    const accepted = Array.from({ length: MANY }, () => output.writeAudit(LINE));
    expect(accepted.at(-1)).toBe(false);
  });
});

describe('the file of the audit log', () => {
  it('is opened anew when it was moved away', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'audit-')), 'audit.log');
    const sink = auditSink({ level: 'info', file }, new LogOutput('/dev/null'));

    sink.write('first\n');
    renameSync(file, `${file}.1`);
    sink.write('second\n');
    sink.reopen?.();
    sink.write('third\n');

    expect([readFileSync(`${file}.1`, 'utf8'), readFileSync(file, 'utf8')]).toEqual(['first\nsecond\n', 'third\n']);
  });

  it('goes on as it was where it cannot be opened anew', () => {
    const folder = mkdtempSync(join(tmpdir(), 'audit-'));
    const file = join(folder, 'audit.log');
    const sink = auditSink({ level: 'info', file }, new LogOutput('/dev/null'));
    sink.write('first\n');
    renameSync(file, `${file}.1`);
    // Not even root writes to a folder.
    mkdirSync(file);

    expect(() => sink.reopen?.()).toThrow();
    sink.write('second\n');
    rmSync(file, { recursive: true });
    sink.reopen?.();
    sink.write('third\n');

    expect([readFileSync(`${file}.1`, 'utf8'), readFileSync(file, 'utf8')]).toEqual(['first\nsecond\n', 'third\n']);
  });

  it('tells once that nothing can be written, and has every line, whole, in the file that is opened next', () => {
    const folder = mkdtempSync(join(tmpdir(), 'audit-'));
    const file = join(folder, 'audit.log');
    symlinkSync('/dev/full', file);
    const told: (string | undefined)[] = [];
    const sink = auditSink({ level: 'info', file }, new LogOutput('/dev/null'), (code) => told.push(code));

    sink.write('first\n');
    sink.write('second\n');
    expect([told, sink.fault?.(), sink.left?.()]).toEqual([['ENOSPC'], 'ENOSPC', 2]);
    rmSync(file);
    sink.reopen?.();

    expect([told, sink.fault?.(), sink.left?.()]).toEqual([['ENOSPC', undefined], undefined, 0]);
    expect(readFileSync(file, 'utf8')).toBe('first\nsecond\n');
  });

  it.each([
    ['a folder', '.', 'EISDIR'],
    ['below a file', 'package.json/audit.log', 'E(NOTDIR|EXIST)'],
  ])('is named by its setting where it is %s', (_what, file, code) => {
    const open = (): void => {
      checkAuditFile({ level: 'info', file });
    };
    expect(open).toThrow(SettingsError);
    expect(open).toThrow(new RegExp(`audit\\.file: cannot be written \\(${code}\\)`));
  });

  it('may be on a full disk', () => {
    const sink = auditSink({ level: 'info', file: '/dev/full' }, new LogOutput('/dev/null'));

    const accepted = Array.from({ length: MANY }, () => sink.write(LINE));

    expect([accepted[0], accepted.at(-1)]).toEqual([true, false]);
  });
});

describe('the audit log', () => {
  it('counts lines that are lost, and tells of them in a line as soon as one gets through', async () => {
    const lines: string[] = [];
    let isFull = false;
    const write = (line: string): boolean => !isFull && lines.push(line) > 0;
    const audit = new AuditLog({ level: 'info', write });
    let lost = 0;
    audit.onLost = () => (lost += 1);
    const event = { record: 'session', reason: 'altered' } as const;

    audit.write('record_undecipherable', event);
    isFull = true;
    audit.write('record_undecipherable', event);
    audit.write('record_undecipherable', event);
    expect(lost).toBe(2);
    isFull = false;
    while (lines.length < 2) await pause(20);

    expect(JSON.parse(lines[1] ?? '')).toMatchObject({ event: 'lines_lost', outcome: 'failed', count: 2, seq: 4 });
  });
});
