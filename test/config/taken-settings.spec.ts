import type { SessionDirectory } from '../../src/auth/sessions/directory.js';
import { SettingsReload } from '../../src/lifecycle/settings.reload.js';
import type { AdminServer } from '../../src/observability/admin.server.js';
import { Metrics } from '../../src/observability/metrics.js';
import { logLines } from '../storage/log-lines.js';
import { COMPLETE, SettingsFolder } from './settings-folder.js';

describe('changed settings that were taken', () => {
  it('are not told as refused where something else fails after it', async () => {
    const folder = new SettingsFolder();
    const log = logLines();
    const metrics = new Metrics();
    const settings = folder.load({});
    const admin = { renewCertificates: () => undefined } as AdminServer;
    const reload = new SettingsReload(settings, log.loggers, log.audit, metrics, {} as SessionDirectory, admin);
    folder.file('default.yaml', { ...COMPLETE, logLevel: 'warn' });

    await reload.watch({
      sources: { env: {}, directory: folder.path },
      check: () => undefined,
      onChange: () => {
        throw new Error('accident');
      },
    });
    reload.onApplicationShutdown();
    folder.remove();

    expect(settings.logLevel).toBe('warn');
    const text = log.lines().join('');
    expect(text).toContain('settings_changed');
    expect(text).toContain('accident');
    expect(text).not.toContain('refused');
    expect(await metrics.settingsInUse.get()).toMatchObject({ values: [{ value: 1 }] });
  });
});
