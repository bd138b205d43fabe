import { PARTNER_PARAMETER } from '../common/cms-partner.js';
import type { Settings } from '../config/settings.js';
import type { PaymentsPaths } from '../config/sections/upstream-paths.settings.js';
import type { RouteClass } from '../limits/route-limits.js';
import { numericParametersOf } from './numeric-parameters.js';
import type { RouteTable, Row } from './route.js';
import { compilePath, parametersOf, type PathParams } from './path-template.js';
import { timesOf } from './row-times.js';
import type { CredentialScheme, Upstream } from '../clients/upstreams.js';

/** A row with everything that can be worked out before the first request. */
export interface PreparedRoute {
  /** `<capability>.<row>`, e.g. `cards.createStatement`. */
  id: string;
  row: Row;
  target: Upstream;
  credential: CredentialScheme;
  upstreamPath: string;
  /** To the first byte of the upstream's answer, and to its last one. */
  firstByteMs: number;
  deadlineMs: number;
  /** Whether the path names a CMS partner, which must be one of the caller's. */
  hasPartner: boolean;
  /** Whether Migo's own words of a refusal, cleaned, go to the caller. */
  tellsWords: boolean;
  toUpstreamPath: (params: PathParams) => string;
  /** Which limits count it. */
  routeClass: RouteClass;
}

interface RowOfTable {
  capability: string;
  name: string;
  row: Row;
  target: RouteTable['target'];
}

export function routeId(capability: string, name: string): string {
  return `${capability}.${name}`;
}

export function prepareRoute({ capability, name, row, target }: RowOfTable, settings: Settings): PreparedRoute {
  const id = routeId(capability, name);
  const upstreamPath = upstreamPathOf(row, target, settings.upstreams.payments?.paths);
  const route: PreparedRoute = {
    id,
    row,
    target,
    upstreamPath,
    credential: row.credential ?? target.credential,
    ...timesOf({ id, row, target }, settings),
    hasPartner: parametersOf(row.path).includes(PARTNER_PARAMETER),
    // Of an account they could tell whether it exists.
    tellsWords:
      (row.conceal === undefined || row.conceal === 'refusals') &&
      settings.upstreams[target.name]?.passMessages !== false,
    toUpstreamPath: compilePath(upstreamPath, numericParametersOf(row), row.reserved),
    routeClass: routeClassOf(row),
  };
  const faults = faultsOf(route);
  if (faults.length > 0) throw new Error(`route ${route.id}: ${faults.join(', ')}`);
  return route;
}

function routeClassOf({ money, method }: Row): RouteClass {
  if (money === true) return 'money';
  return method === 'GET' ? 'read' : 'write';
}

/** What keeps a row from starting. Empty where it is fit to be served. */
export function faultsOf({ row, target, credential, deadlineMs, upstreamPath }: PreparedRoute): string[] {
  const faults: string[] = [];
  const forOperators = row.callers.includes('operator');
  if (row.callers.length === 0) faults.push('has no caller');
  if (!(deadlineMs > 0)) faults.push('has no deadline');
  if (parametersOf(upstreamPath).sort().join() !== parametersOf(row.path).sort().join()) {
    faults.push('has other parameters upstream');
  }
  if (forOperators && target.operatorNeeds === 'permission' && row.permission === undefined) {
    faults.push('lets operators in without a CMS permission');
  }
  if (row.callers.includes('cardholder') && !target.hasCardholders) {
    faults.push('lets cardholders in where they have no token of their own');
  }
  if (row.callers.includes('public') && !target.publicSchemes.includes(credential)) {
    faults.push('lends everybody a credential that is not for the public');
  }
  if (row.cache !== undefined && (row.method !== 'GET' || row.upstreamMethod !== undefined || row.money === true))
    faults.push('keeps the answers of what is no read');
  if (row.conceal !== undefined && row.conceal !== 'refusals' && row.accountField === undefined)
    faults.push('conceals no account');
  return faults;
}

function upstreamPathOf({ path, upstreamPath }: Row, { prefix }: Upstream, paths: Partial<PaymentsPaths> = {}): string {
  if (upstreamPath === undefined) return prefix + path;
  return typeof upstreamPath === 'string' ? upstreamPath : (paths[upstreamPath.setting] ?? path);
}
