import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SettingsError, type WrongSetting } from '../../src/config/settings.error.js';
import type { Settings } from '../../src/config/settings.js';
import { loadSettings } from '../../src/config/settings.loader.js';

export const PEM = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
export const KEY = Buffer.from(Array.from({ length: 32 }, (_, index) => index * 7)).toString('base64');

/** A partner with nothing but what every partner needs. */
export const PARTNER = { id: 'demo', merchant: 'migoDeveloper', privateKey: PEM };

/** The least that is a complete gateway. */
export const COMPLETE = {
  server: { host: '127.0.0.1', port: 8080 },
  admin: { host: '127.0.0.1', port: 9090 },
  sessions: { keys: [{ id: 'k1', secret: KEY }] },
  upstreams: {},
  partners: [PARTNER],
};

interface Layers {
  default?: object | string;
  profile?: object | string;
  config?: object | string;
  env?: Readonly<Record<string, string>>;
}

/** A settings directory of its own, written anew for every load. JSON is YAML too. */
export class SettingsFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'settings-'));

  file(name: string, content: object | string): string {
    const path = join(this.path, name);
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  }

  load({ default: lowest = COMPLETE, profile = {}, config, env = {} }: Layers): Settings {
    this.file('default.yaml', lowest);
    this.file(`${env['GATEWAY_PROFILE'] ?? 'simulator'}.yaml`, profile);
    const extra = config === undefined ? {} : { GATEWAY_CONFIG: this.file('extra.yaml', config) };
    return loadSettings({ env: { ...extra, ...env }, directory: this.path });
  }

  /** What is wrong with settings that must not load. */
  refusal(layers: Layers): SettingsError {
    return refusalOf(() => this.load(layers));
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

export function refusalOf(load: () => Settings): SettingsError {
  try {
    load();
  } catch (error) {
    if (error instanceof SettingsError) return error;
    throw error;
  }
  throw new Error('the settings were accepted');
}

export function pathsOf({ wrong }: { wrong: readonly WrongSetting[] }): string[] {
  return wrong.map(({ path }) => path).sort();
}
