import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { loadSettings, type SettingsSources } from '../config/settings.loader.js';
import { type ContextLogger, Loggers } from '../observability/logger.js';
import { RecordCipher } from './record-cipher.js';

const LOOK_EVERY_MS = 2000;

/** Takes session keys over that changed while the gateway runs: a rotation needs no restart, and ends no session. */
@Injectable()
export class SessionKeyReload implements OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private readonly files = new Set<string>();
  private seen = '';
  private taken = '';
  private keys = '';
  private readonly logger: ContextLogger;

  constructor(
    private readonly cipher: RecordCipher,
    loggers: Loggers,
  ) {
    this.logger = loggers.of(SessionKeyReload.name);
  }

  /**
   * Compares what the settings files and secret files hold, again and again: Kubernetes swaps links, which a watch of the
   * file system often misses.
   */
  watch(sources: SettingsSources): void {
    this.take(sources);
    this.timer = setInterval(() => void this.look(sources), LOOK_EVERY_MS);
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private async look(sources: SettingsSources): Promise<void> {
    const content = await contentOf(this.files);
    const hasSettled = content === this.seen;
    this.seen = content;
    // Several files are seldom changed at once: an id and a secret that do not belong together must not be used.
    if (!hasSettled || content === this.taken) return;
    this.taken = content;
    this.take(sources);
  }

  private take(sources: SettingsSources): void {
    try {
      const { keys } = loadSettings({ ...sources, onFile: (path) => this.files.add(path) }).sessions;
      const content = hash('sha256', JSON.stringify(keys), 'hex');
      if (content === this.keys) return;
      this.keys = content;
      this.cipher.use(keys);
      this.logger.info({ keys: keys.map(({ id }) => id) }, 'session keys read');
    } catch (error) {
      this.logger.error({ err: error }, 'changed settings are refused: the session keys stay as they are');
    }
  }
}

/** A hash, so that no secret is kept. */
async function contentOf(files: Iterable<string>): Promise<string> {
  const contents = await Promise.all([...files].map((path) => readFile(path, 'utf8').catch(() => '')));
  return hash('sha256', JSON.stringify(contents), 'hex');
}
