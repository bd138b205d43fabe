import type { ContractGrantSettings } from '../config/sections/contract.settings.js';
import { SettingsError, type WrongSetting } from '../config/settings.error.js';
import type { Settings } from '../config/settings.js';
import type { PaymentsPaths } from '../config/sections/upstream-paths.settings.js';
import { prepareRoute, type PreparedRoute } from '../routes/prepared-route.js';
import type { Capability } from '../routes/route.js';
import { collisionsWith } from './collisions.js';
import { readContractFiles } from './file/file.js';
import type { ContractOperation } from './file/operation.js';
import { readContractOperations } from './file/operation-reader.js';
import { emptySelections, selects, selectsAlone } from './selection.js';
import { type ContractEntry, Contracts } from './contracts.js';
import { importedRow } from './imported.routes.js';
import { withNames, withSharedParameters } from './operation-names.js';
import { shapeOf } from './public-path.js';
import { withoutRepeated } from './repeated.js';
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
  wrong.push(
    ...files
      .filter(({ upstream }) => kept.filter(({ outline }) => outline.upstream === upstream).length > MAX_OPERATIONS)
      .map(({ name }) => ({ path: name, message: `has more than ${MAX_OPERATIONS} operations` })),
  );
  if (wrong.length > 0) throw new SettingsError(wrong);
  const routes = tables.flatMap(({ capability, table: { target, rows } }) =>
    Object.entries(rows).map(([name, row]) => prepareRoute({ capability, name, row, target }, settings)),
  );
  const operations = withSharedParameters(withNames(withoutRepeated(kept)), routes);
  const checks = new RequestChecks();
  const entries = entriesOf(
    operations.map((operation) => withLogins(operation, settings)),
    { settings, routes, checks },
  );
  const unserved = entries.flatMap((entry) => unservedOf(entry, grants));
  if (unserved.length > 0) throw new SettingsError(unserved);
  return new Contracts(
    files.map(({ upstream }) => upstream),
    entries,
    routes,
    checks,
  );
}

/** An upstream's login may have any path: the settings know it. */
function withLogins(operation: ContractOperation, { upstreams }: Settings): ContractOperation {
  const { upstream, path } = operation.outline;
  const paths = Object.entries(upstreams[upstream]?.paths ?? {});
  const isLogin = paths.some(([name, own]) => name !== NO_LOGIN && own === shapeOf(path));
  return isLogin ? operation.with({ unfit: 'the settings keep its path to the gateway' }) : operation;
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

interface Surroundings {
  settings: Settings;
  routes: readonly PreparedRoute[];
  checks: RequestChecks;
}

function entriesOf(
  operations: readonly ContractOperation[],
  { settings, routes, checks }: Surroundings,
): ContractEntry[] {
  const { grants } = settings.contracts;
  const granted = operations.map((operation) => {
    const grant = grants.find((one) => selects(one, operation));
    return { grant, entry: { operation, routes: sameOperation(operation, routes), isGranted: grant !== undefined } };
  });
  // Granted ones first: what nobody may call keeps nothing from being served.
  const collisionOf = collisionsWith(routes);
  const colliding = new Map<ContractOperation, string | undefined>();
  for (const isTurn of [true, false]) {
    for (const { entry } of granted) {
      if (entry.isGranted !== isTurn || entry.routes.length > 0 || entry.operation.outline.unfit !== undefined)
        continue;
      colliding.set(entry.operation, collisionOf(entry));
    }
  }
  return granted.map(({ grant, entry }) => {
    const collision = colliding.get(entry.operation);
    if (collision !== undefined) return { ...entry, operation: entry.operation.with({ unfit: collision }) };
    if (grant === undefined || entry.routes.length > 0 || entry.operation.unfit !== undefined) return entry;
    const row = importedRow(entry.operation, grant, checks);
    return typeof row === 'string' ? { ...entry, operation: entry.operation.with({ unfit: row }) } : { ...entry, row };
  });
}

/** Whoever names an operation waits for it; with `*` and tags others come along. */
function unservedOf({ operation, routes }: ContractEntry, grants: readonly ContractGrantSettings[]): WrongSetting[] {
  const isWanted = routes.length === 0 && grants.some((grant) => selectsAlone(grant, operation));
  if (!isWanted || operation.unfit === undefined) return [];
  return [{ path: operation.place, message: `is granted and cannot be served: ${operation.unfit}` }];
}
