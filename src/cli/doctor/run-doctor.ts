import { basename } from 'node:path';
import { tablesOf } from '../../app.tables.js';
import { KnownScopes } from '../../auth/service-tokens/known-scopes.js';
import { UpstreamTransports } from '../../clients/transport/upstream-transports.js';
import { SettingsError } from '../../config/settings.error.js';
import type { Settings } from '../../config/settings.js';
import { loadSettings, type SettingsSources } from '../../config/settings.loader.js';
import { UPSTREAM_NAMES, type UpstreamName } from '../../config/sections/upstream.settings.js';
import type { ContractReport } from '../../contracts/differences/report.js';
import { CAPABILITIES } from '../../modules/capabilities.js';
import { doubtsOf } from '../../policy/doubtful-settings.js';
import { withRowSettings } from '../../routes/row-settings.js';
import { checkContracts, hasContractFiles } from './contracts.check.js';
import { failed, ok, warning } from './finding.js';
import { checkPartner } from './partner.check.js';
import { type Output, Report } from './report.js';
import { checkStore } from './store.check.js';
import { checkUpstream } from './upstream.check.js';

const EXIT_RIGHT = 0;
const EXIT_WRONG = 1;
const EXIT_SETTINGS_UNREADABLE = 2;

interface DoctorOptions extends SettingsSources {
  output: Output;
  /** Needs the whole application, which this folder does not know. */
  compareContracts: (settings: Settings) => Promise<readonly ContractReport[]>;
}

/**
 * Tries what the gateway needs, with its own settings, transports and clients: the settings, Redis, each upstream, each
 * partner's credentials, the imported contracts.
 *
 * @returns the exit code
 */
export async function runDoctor({ output, compareContracts, ...sources }: DoctorOptions): Promise<number> {
  const report = new Report(output);
  const settings = await readSettings(report, sources);
  if (settings === undefined) {
    report.sum();
    return EXIT_SETTINGS_UNREADABLE;
  }
  await report.step({ name: 'Redis', setting: 'redis.url', check: () => checkStore(settings) });

  const transports = new UpstreamTransports(settings);
  const reachable = new Set<UpstreamName>();
  for (const name of UPSTREAM_NAMES) {
    if (await checkUpstream(report, { name, settings, transports })) reachable.add(name);
  }
  for (const index of settings.partners.keys()) await checkPartner(report, { index, settings, transports, reachable });

  await report.step({
    name: 'contracts',
    setting: 'contracts.directory',
    check: () => checkContracts(settings.contracts.directory, () => compareContracts(settings)),
  });
  await transports.onApplicationShutdown();
  return report.sum() ? EXIT_RIGHT : EXIT_WRONG;
}

async function readSettings(report: Report, sources: SettingsSources): Promise<Settings | undefined> {
  try {
    const settings = loadSettings(sources);
    // Where there are files, they have a step of their own, and it makes all tables.
    if (await hasContractFiles(settings.contracts.directory)) withRowSettings(CAPABILITIES, settings);
    else tablesOf(settings);
    report.tell('settings', ok(summary(settings, sources.env['GATEWAY_CONFIG'])));
    for (const { path, message } of doubtsOf(settings, scopesOf(settings)))
      report.tell('settings', warning(`${path}: ${message}`, `look at ${path} again`));
    return settings;
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    for (const { path, message } of error.wrong) {
      report.tell('settings', failed(`${path}: ${message}`, `correct ${path}: docs/settings.md has every setting`));
    }
    return undefined;
  }
}

/** Every scope that a row or a grant asks for. */
function scopesOf({ contracts }: Settings): KnownScopes {
  const scopes = new KnownScopes();
  for (const { table } of CAPABILITIES) for (const { scope } of Object.values(table.rows)) scopes.add(scope);
  for (const { scope } of contracts.grants) scopes.add(scope);
  return scopes;
}

function summary({ profile, partners, upstreams }: Settings, extra = ''): string {
  const files = ['default.yaml', `${profile}.yaml`, ...(extra === '' ? [] : [basename(extra)])];
  const names = UPSTREAM_NAMES.filter((name) => upstreams[name] !== undefined);
  const ids = partners.map(({ id }) => id);
  return `profile ${profile} (${files.join(', ')}); upstreams ${names.join(', ')}; partners ${ids.join(', ')}`;
}
