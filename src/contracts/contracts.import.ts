import type { ContractGrantSettings } from '../config/sections/contract.settings.js';
import { SettingsError, type WrongSetting } from '../config/settings.error.js';
import type { Settings } from '../config/settings.js';
import type { PaymentsPaths } from '../config/sections/upstream-paths.settings.js';
import { prepareRoute, type PreparedRoute } from '../routes/prepared-route.js';
import type { Capability } from '../routes/route.js';
import { refuseCollisions } from './collisions.js';
import { readContractFiles } from './file/file.js';
import type { ContractOperation } from './file/operation.js';
import { readContractOperations } from './file/operation-reader.js';
import { emptySelections, selects, selectsAlone } from './selection.js';
import { type ContractEntry, Contracts } from './contracts.js';
import { importedRow } from './imported.routes.js';
import { giveNames, shareParameters } from './operation-names.js';
import { shapeOf } from './public-path.js';
import { RequestChecks } from './schemas/request-check.js';

/** The one path of the settings that is no login. */
const NO_LOGIN: keyof PaymentsPaths = 'transactionSearch';
const MAX_OPERATIONS = 2000;

/**
 * Reads the contract files and decides what becomes of each operation. One that cannot be served keeps no other from it.
 *
 * @param tables what the gateway serves without any file
 * @throws SettingsError with everything that is wrong with the files as a whole and with the settings about them, and with
 * each operation that is granted by its name and cannot be served
 */
export function importContracts(settings: Settings, tables: readonly Capability[]): Contracts {
  const { files, wrong } = readContractFiles(settings);
  const all = files.flatMap(readContractOperations);
  const { grants, exclude } = settings.contracts;
  wrong.push(...emptySelections('grants', grants, all), ...emptySelections('exclude', exclude, all));
  const kept = all.filter((operation) => !exclude.some((selection) => selects(selection, operation)));
  for (const { upstream, name } of files) {
    if (kept.filter(({ outline }) => outline.upstream === upstream).length > MAX_OPERATIONS)
      wrong.push({ path: name, message: `has more than ${MAX_OPERATIONS} operations` });
  }
  if (wrong.length > 0) throw new SettingsError(wrong);
  const routes = tables.flatMap(({ capability, table: { target, rows } }) =>
    Object.entries(rows).map(([name, row]) => prepareRoute({ capability, name, row, target }, settings)),
  );
  for (const operation of kept) if (isLogin(operation, settings)) operation.outline.unfit = KEPT;
  giveNames(kept);
  shareParameters(kept, routes);
  const entries = kept.map((operation): ContractEntry => {
    const grant = grants.find((one) => selects(one, operation));
    return { operation, routes: sameOperation(operation, routes), ...(grant !== undefined && { grant }) };
  });
  refuseCollisions(entries, routes);
  const checks = new RequestChecks();
  for (const entry of entries) serve(entry, checks);
  const unserved = entries.flatMap((entry) => unservedOf(entry, grants));
  if (unserved.length > 0) throw new SettingsError(unserved);
  const upstreams = files.map(({ upstream }) => upstream);
  return new Contracts(upstreams, entries, routes, checks);
}

const KEPT = 'the settings keep its path to the gateway';

/** An upstream's login may have any path: the settings know it. */
function isLogin({ outline: { upstream, path } }: ContractOperation, { upstreams }: Settings): boolean {
  const { paths = {} } = upstreams[upstream] ?? {};
  return Object.entries<string>(paths).some(([name, own]) => name !== NO_LOGIN && shapeOf(own) === shapeOf(path));
}

/** By upstream method and path, or else by where both stand on the gateway: an assumed path of the table may be wrong. */
function sameOperation({ outline }: ContractOperation, routes: readonly PreparedRoute[]): PreparedRoute[] {
  const { upstream, method, upstreamPath, publicPath } = outline;
  const own = routes.filter(({ target }) => target.name === upstream);
  const same = own.filter(
    (route) =>
      (route.row.upstreamMethod ?? route.row.method) === method &&
      shapeOf(route.upstreamPath) === shapeOf(upstreamPath),
  );
  if (same.length > 0) return same;
  return own.filter(({ row }) => row.method === method && shapeOf(row.path) === shapeOf(publicPath));
}

/** What is granted and stands in no table gets a row, or a reason why there is none. */
function serve(entry: ContractEntry, checks: RequestChecks): void {
  const { operation, grant, routes } = entry;
  if (grant === undefined || routes.length > 0 || operation.unfit !== undefined) return;
  const row = importedRow(operation, grant, checks);
  if (typeof row === 'string') operation.refuse(row);
  else entry.row = row;
}

/** Whoever names an operation waits for it; with `*` and tags others come along. */
function unservedOf({ operation, routes }: ContractEntry, grants: readonly ContractGrantSettings[]): WrongSetting[] {
  const isWanted = routes.length === 0 && grants.some((grant) => selectsAlone(grant, operation));
  if (!isWanted || operation.unfit === undefined) return [];
  return [{ path: operation.place, message: `is granted and cannot be served: ${operation.unfit}` }];
}
