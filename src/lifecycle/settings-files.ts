import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

const LOOK_EVERY_MS = 2000;

/**
 * Looks whether files hold something else than before, again and again. A watch of the file system misses what is done on
 * another machine, and links that are swapped (Kubernetes); a comparison of what they hold sees every kind of change.
 */
export class SettingsFiles {
  private readonly paths = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private seen = '';
  private taken = '';

  add(path: string): void {
    this.paths.add(path);
  }

  /** Calls once the files have changed, and not any more between two looks: several files are seldom changed at once. */
  async watch(onChange: () => void): Promise<void> {
    await this.take();
    this.timer = setInterval(() => void this.look(onChange), LOOK_EVERY_MS);
  }

  /** What they hold now is known. */
  async take(): Promise<void> {
    this.seen = this.taken = await this.content();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private async look(onChange: () => void): Promise<void> {
    const content = await this.content();
    const hasSettled = content === this.seen;
    this.seen = content;
    if (!hasSettled || content === this.taken) return;
    this.taken = content;
    onChange();
  }

  /** A hash, so that no secret is kept. */
  private async content(): Promise<string> {
    const contents = await Promise.all([...this.paths].map((path) => readFile(path, 'utf8').catch(() => '')));
    return hash('sha256', JSON.stringify(contents), 'hex');
  }
}
