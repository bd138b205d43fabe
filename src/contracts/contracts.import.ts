import type { ContractGrantSettings } from '../config/sections/contract.settings.js';
import { SettingsError } from '../config/settings.error.js';
import type { Settings } from '../config/settings.js';
import type { PaymentsPaths } from '../config/sections/upstream-paths.settings.js';
import { prepareRoute, type PreparedRoute } from '../routes/prepared-route.js';
import type { Capability, Row } from '../routes/route.js';
import { isImportable, withoutCollisions } from './collisions.js';
import { ContractFaults } from './file/faults.js';
import { readContractFiles } from './file/file.js';
import type { ContractOperation } from './file/operation.js';
import { readContractOperations } from './file/operation-reader.js';
import { emptySelections, selects } from './selection.js';
import { type ContractEntry, Contracts } from './contracts.js';
import { importedRow } from './imported.routes.js';
import { withNames } from './operation-names.js';
import { shapeOf } from './public-path.js';
import { withoutRepeated } from './repeated.js';
import { RequestChecks } from './schemas/request-check.js';

/** The one path of the settings that is no login. */
const NO_LOGIN: keyof PaymentsPaths = 'transactionSearch';

/**
 * Reads the contract files and decides what becomes of each operation. One that cannot be served keeps no other from it.
 *
 * @param tables what the gateway serves without any file
 * @throws SettingsError with everything that is wrong with the files as a whole and with the settings about them
 */
export function importContracts(settings: Settings, tables: readonly Capability[]): Contracts {
  const { files, wrong } = readContractFiles(settings);
  const all = files.flatMap((file) => {
    const faults = ContractFaults.of(file.name);
    const operations = readContractOperations(file, faults);
    wrong.push(...faults.wrong);
    return operations;
  });
  const { grants, exclude } = settings.contracts;
  wrong.push(...emptySelections('grants', grants, all), ...emptySelections('exclude', exclude, all));
  if (wrong.length > 0) throw new SettingsError(wrong);
  const routes = tables.flatMap(({ capability, table: { target, rows } }) =>
    Object.entries(rows).map(([name, row]) => prepareRoute({ capability, name, row, target }, settings)),
  );
  const kept = all.filter((operation) => !exclude.some((selection) => selects(selection, operation)));
  const operations = withNames(withoutRepeated(kept)).map((operation) => withLogins(operation, settings));
  const entries = operations.map((operation) => ({ operation, routes: sameOperation(operation, routes) }));
  const upstreams = files.map(({ upstream }) => upstream);
  return new Contracts(upstreams, withRows(withoutCollisions(entries, routes), settings), routes);
}

/** An upstream's login may have any path: the settings know it. */
function withLogins(operation: ContractOperation, { upstreams }: Settings): ContractOperation {
  const paths = Object.entries(upstreams[operation.upstream]?.paths ?? {});
  const isLogin = paths.some(([name, path]) => name !== NO_LOGIN && path === operation.path);
  return isLogin ? { ...operation, unfit: 'the settings keep its path to the gateway' } : operation;
}

/** By upstream method and path, or else by where both stand on the gateway: an assumed path of the table may be wrong. */
function sameOperation(operation: ContractOperation, routes: readonly PreparedRoute[]): PreparedRoute[] {
  const { upstream, method, upstreamPath, publicPath } = operation;
  const own = routes.filter(({ target }) => target.name === upstream);
  const same = own.filter(
    (route) =>
      (route.row.upstreamMethod ?? route.row.method) === method &&
      shapeOf(route.upstreamPath) === shapeOf(upstreamPath),
  );
  if (same.length > 0) return same;
  return own.filter(({ row }) => row.method === method && shapeOf(row.path) === shapeOf(publicPath));
}

function withRows(entries: readonly ContractEntry[], { contracts }: Settings): ContractEntry[] {
  const checks = new RequestChecks();
  return entries.map((entry) => {
    const { operation } = entry;
    const grant = contracts.grants.find((one) => selects(one, operation));
    if (grant === undefined) return entry;
    const granted = { ...entry, isGranted: true };
    const row = isImportable(entry) ? rowOf(operation, grant, checks) : undefined;
    if (row === undefined) return granted;
    return typeof row === 'string' ? { ...granted, operation: { ...operation, unfit: row } } : { ...granted, row };
  });
}

/** The row, or why there cannot be one. */
function rowOf(operation: ContractOperation, grant: ContractGrantSettings, checks: RequestChecks): Row | string {
  try {
    return importedRow(operation, grant, checks.compile(operation));
  } catch (error) {
    return `its schemas cannot be compiled: ${error instanceof Error ? error.message : 'of an unknown reason'}`;
  }
}
