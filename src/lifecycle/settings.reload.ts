import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { SessionDirectory } from '../auth/sessions/directory.js';
import { indexOfPartner } from '../auth/sessions/session-index.js';
import { certificateEnds, untimelyCertificates } from '../config/rules/tls.rules.js';
import { type SettingsUpdate, settingsUpdate } from '../config/live/settings-update.js';
import { SettingsError } from '../config/settings.error.js';
import { loadSettings, type SettingsSources } from '../config/settings.loader.js';
import { Settings } from '../config/settings.js';
import { AdminServer } from '../observability/admin.server.js';
import { AuditLog } from '../observability/audit.log.js';
import { type ContextLogger, Loggers } from '../observability/logger.js';
import { Metrics } from '../observability/metrics.js';
import { SettingsFiles } from './settings-files.js';

/** How many sessions of a removed partner are ended at a time. */
const AT_ONCE = 100;

type Trigger = 'file' | 'signal';

interface Reload {
  sources: SettingsSources;
  /** What a start checks beside the settings themselves. @throws SettingsError */
  check: (settings: Settings) => void;
  /** Called once others are in use. */
  onChange: () => void;
}

/** Takes settings over that change while the gateway runs, or refuses them as a whole (docs/operations.md). */
@Injectable()
export class SettingsReload implements OnApplicationShutdown {
  private readonly files = new SettingsFiles();
  private readonly logger: ContextLogger;

  constructor(
    private readonly settings: Settings,
    private readonly loggers: Loggers,
    private readonly audit: AuditLog,
    private readonly metrics: Metrics,
    private readonly directory: SessionDirectory,
    private readonly admin: AdminServer,
  ) {
    this.logger = loggers.of(SettingsReload.name);
    metrics.settingsInUse.set(1);
    metrics.onRender(() => {
      metrics.certificateEnds.reset();
      for (const { path, at } of certificateEnds(settings)) metrics.certificateEnds.set({ setting: path }, at / 1000);
    });
  }

  /** Gives what reads the settings at once, and opens the file of the audit log anew: what SIGHUP is for. */
  async watch(reload: Reload): Promise<() => void> {
    // The first read takes what has changed since the start: files are not read in one moment.
    this.read('file', reload);
    await this.files.watch(() => {
      this.read('file', reload);
    });
    return () => {
      this.reopenAudit();
      this.read('signal', reload);
      void this.files.take();
    };
  }

  onApplicationShutdown(): void {
    this.files.stop();
  }

  private read(by: Trigger, { sources, check, onChange }: Reload): void {
    let update: SettingsUpdate;
    try {
      const next = loadSettings({
        ...sources,
        onFile: (path) => {
          this.files.add(path);
        },
      });
      update = settingsUpdate(this.settings, next);
      refuseUntimely(next, update);
      if (update.needsRestart.length > 0) check(next);
    } catch (error) {
      this.refuse(by, error);
      return;
    }
    this.take(by, update);
    try {
      this.admin.renewCertificates();
      if (update.changed.length > 0) onChange();
    } catch (error) {
      this.logger.error({ err: error }, 'changed settings are in use, but not all that follows from them was done');
    }
  }

  private refuse(by: Trigger, error: unknown): void {
    const wrong = error instanceof SettingsError ? error.wrong : [];
    const why = error instanceof SettingsError ? { wrong } : { err: error };
    this.metrics.settingsReloads.inc({ outcome: 'refused' });
    this.metrics.settingsInUse.set(0);
    this.audit.write('settings_refused', { by, wrong: wrong.map(({ path }) => path) });
    this.logger.error(why, 'changed settings are refused: those in use stay as they are');
  }

  private reopenAudit(): void {
    try {
      this.audit.reopen();
    } catch (error) {
      this.logger.error(
        { err: error },
        'the file of the audit log cannot be opened anew: lines go on into the old one',
      );
    }
  }

  private take(by: Trigger, { changed, needsRestart, apply }: SettingsUpdate): void {
    const before = this.settings.partners.map(({ id }) => id);
    apply();
    this.loggers.setLevel(this.settings.logLevel);
    this.metrics.settingsReloads.inc({ outcome: changed.length > 0 ? 'taken' : 'unchanged' });
    this.metrics.settingsInUse.set(needsRestart.length === 0 ? 1 : 0);
    if (changed.length > 0) this.audit.write('settings_changed', { by, changed });
    if (changed.length > 0 || by === 'signal') this.logger.info({ by, changed }, 'settings read');
    if (needsRestart.length > 0) this.logger.warn({ needsRestart }, 'changed settings need a restart');
    const left = new Set(this.settings.partners.map(({ id }) => id));
    for (const partner of before) if (!left.has(partner)) void this.endSessionsOf(partner);
  }

  /** Sessions of a removed partner are refused already: this ends what goes on, and drops their upstream tokens. */
  private async endSessionsOf(partner: string): Promise<void> {
    const index = indexOfPartner(partner);
    try {
      const ended = await this.directory.endAll(() => this.directory.list(index, AT_ONCE));
      this.logger.info({ partner, count: ended.length }, 'the sessions of a removed partner were ended');
    } catch (error) {
      this.logger.warn({ partner, err: error }, 'the sessions of a removed partner could not be ended');
    }
  }
}

/** A start with such a certificate is better than none, but one that is in use is better than it. @throws SettingsError */
function refuseUntimely(next: Settings, { changed }: SettingsUpdate): void {
  const wrong = untimelyCertificates(next).filter(({ path }) => changed.some((one) => path.startsWith(one)));
  if (wrong.length > 0) throw new SettingsError(wrong);
}
