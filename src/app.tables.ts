import type { Settings } from './config/settings.js';
import type { Contracts } from './contracts/contracts.js';
import { importContracts } from './contracts/contracts.import.js';
import { CAPABILITIES } from './modules/capabilities.js';
import { checkRowTimes } from './routes/check-row-times.js';
import type { Capability } from './routes/route.js';
import { withRowSettings } from './routes/row-settings.js';
import { viewId } from './views/language/prepared-view.js';
import { allViews } from './views/tables/all-views.js';

interface Tables {
  tables: readonly Capability[];
  contracts: Contracts;
  imported: readonly Capability[];
  /** Both. */
  served: readonly Capability[];
  views: ReturnType<typeof allViews>;
}

/** @throws SettingsError for settings of rows that do not fit them, and for contract files that are not fit to be served */
export function tablesOf(settings: Settings): Tables {
  const tables = withRowSettings(CAPABILITIES, settings);
  const contracts = importContracts(settings, tables);
  const imported = contracts.tables();
  const served = [...tables, ...imported];
  const views = allViews(settings, served);
  checkRowTimes(settings, served, Object.keys(views).map(viewId));
  return { tables, contracts, imported, served, views };
}
