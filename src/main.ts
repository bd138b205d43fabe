import './common/process/tick-shape.js';
import './common/process/supported-node.js';
import 'reflect-metadata';
import { fileURLToPath } from 'node:url';
import { StartError } from './common/process/listening.js';
import { enableMinorCollections } from './common/process/young-generation.js';
import { ProcessSignals } from './lifecycle/process-signals.js';
import { loadSettings, type SettingsSources } from './config/settings.loader.js';
import { SettingsError } from './config/settings.error.js';

/** `EX_CONFIG` of sysexits.h: restarting does not help. */
const EXIT_WRONG_SETTINGS = 78;
const EXIT_FAILED = 1;

enableMinorCollections();
const signals = new ProcessSignals();
signals.listen();

const sources: SettingsSources = {
  env: process.env,
  directory: fileURLToPath(new URL('../config', import.meta.url)),
};

try {
  const settings = loadSettings(sources);
  // Only now: an older Node.js must not get as far as loading libraries that it cannot run.
  const { startApp } = await import('./app.setup.js');
  await startApp(settings, sources, signals);
} catch (error) {
  if (!(error instanceof SettingsError || error instanceof StartError)) throw error;
  console.error(error.message);
  process.exit(error instanceof SettingsError ? EXIT_WRONG_SETTINGS : EXIT_FAILED);
}
