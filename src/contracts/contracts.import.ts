import { SettingsError, type WrongSetting } from '../config/settings.error.js';
import type { Settings } from '../config/settings.js';
import type { PaymentsPaths } from '../config/upstream-paths.settings.js';
import { prepareRoute, type PreparedRoute } from '../routes/prepared-route.js';
import type { Capability, Method } from '../routes/route.js';
import { collisions } from './collisions.js';
import { ContractFaults } from './file/faults.js';
import { readContractFiles } from './file/file.js';
import type { ContractOperation } from './file/operation.js';
import { readContractOperations } from './file/operation-reader.js';
import { emptySelections, selects } from './selection.js';
import { type ContractEntry, Contracts } from './contracts.js';
import { importedRow } from './imported.routes.js';
import { shapeOf } from './public-path.js';
import { RequestChecks } from './schemas/request-check.js';

/** The one path of the settings that is no login. */
const NO_LOGIN: keyof PaymentsPaths = 'transactionSearch';

/** What the gateway serves without any file. */
export interface OwnRoutes {
  tables: readonly Capability[];
  /** Places that are answered with where to go instead. */
  doors: readonly { method: Method | 'ALL'; path: string }[];
}

/**
 * Reads the contract files and decides what becomes of each operation.
 *
 * @throws SettingsError with everything that is wrong with the files and with the settings about them
 */
export function importContracts(settings: Settings, { tables, doors }: OwnRoutes): Contracts {
  const { files, wrong } = readContractFiles(settings);
  const all = files.flatMap((file) => {
    const faults = ContractFaults.of(file.name);
    const operations = readContractOperations(file, faults);
    wrong.push(...faults.wrong);
    return operations;
  });
  const { grants, exclude } = settings.contracts;
  wrong.push(...emptySelections('grants', grants, all), ...emptySelections('exclude', exclude, all));
  const routes = tables.flatMap(({ capability, table: { target, rows } }) =>
    Object.entries(rows).map(([name, row]) => prepareRoute({ capability, name, row, target }, settings)),
  );
  const operations = all
    .filter((operation) => !exclude.some((selection) => selects(selection, operation)))
    .map((operation) => withLogins(operation, settings));
  const entries = operations.map((operation): ContractEntry => ({
    operation,
    routes: sameOperation(operation, routes),
  }));
  const imported = entries.filter(isImportable).map(({ operation }) => operation);
  wrong.push(...collisions(imported, { routes, doors }));
  const upstreams = files.map(({ upstream }) => upstream);
  const contracts = new Contracts(upstreams, withRows(entries, settings, wrong), routes);
  if (wrong.length > 0) throw new SettingsError(wrong);
  return contracts;
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

function isImportable({ operation, routes }: ContractEntry): boolean {
  return routes.length === 0 && operation.unfit === undefined;
}

function withRows(entries: readonly ContractEntry[], { contracts }: Settings, wrong: WrongSetting[]): ContractEntry[] {
  const checks = new RequestChecks();
  return entries.map((entry) => {
    const { operation } = entry;
    const grant = isImportable(entry) ? contracts.grants.find((one) => selects(one, operation)) : undefined;
    if (grant === undefined) return entry;
    try {
      return { ...entry, row: importedRow(operation, grant, checks.compile(operation)) };
    } catch (error) {
      const why = error instanceof Error ? error.message : 'of an unknown reason';
      wrong.push({ path: operation.place, message: `its schemas cannot be compiled: ${why}` });
      return entry;
    }
  });
}
