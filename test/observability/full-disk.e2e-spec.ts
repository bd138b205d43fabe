import { execFileSync } from 'node:child_process';
import { constants, closeSync, mkdtempSync, openSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, pause } from '../storage/eventually.js';
import { runNode } from '../support/run-node.js';
import { UnreadGateway } from '../support/unread-gateway.js';

const RUN_MS = 60_000;

let gateway: UnreadGateway;
afterEach(() => gateway.stop());

describe('an audit file on a full disk', () => {
  const folder = mkdtempSync(join(tmpdir(), 'full-'));
  const file = join(folder, 'audit.log');
  const log = join(folder, 'log');
  const logged = (): string => readFileSync(log, 'utf8');

  const start = async (): Promise<void> => {
    rmSync(file, { force: true });
    symlinkSync('/dev/full', file);
    gateway = await UnreadGateway.start(openSync(log, 'w'), { audit: { file } });
    // A refused call is a line of the audit log.
    await gateway.client.get('/v1/modules');
  };

  it(
    'is told on the log, by readiness and by the metrics, and every line is there once it can be written',
    async () => {
      await start();

      expect(await gateway.readiness()).toMatchObject({
        status: 200,
        body: { checks: { audit: 'degraded' }, reasons: { audit: 'the audit log cannot be written (ENOSPC)' } },
      });
      expect(await gateway.metrics()).toMatch(/^migo_gateway_log_failing\{log="audit"\} 1$/m);
      await gateway.client.get('/v1/modules');
      await eventually(() => Promise.resolve(logged().includes('audit.file takes no lines')));
      expect(logged().match(/audit\.file takes no lines/g)).toHaveLength(1);

      rmSync(file);
      gateway.signal('SIGHUP');
      await eventually(async () => (await gateway.metrics()).includes('migo_gateway_log_failing{log="audit"} 0'));
      expect(await gateway.readiness()).toMatchObject({ body: { checks: { audit: 'ok' } } });
      expect(await gateway.stop()).toBe(0);
      expect(readFileSync(file, 'utf8').match(/"call_refused"/g)).toHaveLength(2);
      expect(logged()).toContain('audit.file takes lines again');
      expect(await runNode(['dist/cli/audit-verify.js', file])).toMatchObject({ code: 0 });
      expect(gateway.complaints).toEqual([]);
    },
    RUN_MS,
  );

  it(
    'is told at the end of the process, with the number of lines that are lost with it',
    async () => {
      await start();
      await gateway.client.get('/v1/modules');

      expect(await gateway.stop()).toBe(0);
      expect(gateway.complaints).toEqual([
        expect.objectContaining({ level: 'error', lines: 2, msg: 'lines of the audit log stay unwritten' }),
      ]);
    },
    RUN_MS,
  );
});

describe('standard output that takes nothing:', () => {
  /** A pipe whose reader has gone. */
  const brokenPipe = (): number => {
    const path = join(mkdtempSync(join(tmpdir(), 'pipe-')), 'pipe');
    execFileSync('mkfifo', [path]);
    const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const writer = openSync(path, constants.O_WRONLY);
    closeSync(reader);
    return writer;
  };

  it.each([
    ['a full disk', () => openSync('/dev/full', 'w'), 'ENOSPC'],
    ['a pipe that nobody reads any more', brokenPipe, 'EPIPE'],
  ])(
    '%s is told on standard error, by readiness and by the metrics; the gateway serves, and ends as ever',
    async (_what, open, code) => {
      gateway = await UnreadGateway.start(open());

      await eventually(async () => (await gateway.metrics()).includes('migo_gateway_log_failing{log="requests"} 1'));
      const reason = `cannot be written (${code})`;
      expect(await gateway.readiness()).toMatchObject({
        status: 200,
        body: {
          checks: { log: 'degraded', audit: 'degraded' },
          reasons: { log: `standard output ${reason}`, audit: `the audit log ${reason}` },
        },
      });
      // It is tried again meanwhile, and told once all the same.
      for (let call = 0; call < 3; call += 1) {
        expect((await gateway.client.get('/v1/modules')).status).toBe(401);
        await pause(600);
      }
      expect(gateway.complaints).toEqual([expect.objectContaining({ level: 'error', code })]);

      expect(await gateway.stop()).toBe(0);
      expect(gateway.complaints[1]).toMatchObject({ audit: 3, msg: 'lines of the log stay unwritten' });
    },
    RUN_MS,
  );
});
