import type { ContractGrantSettings } from '../config/contract.settings.js';
import type { UpstreamName } from '../config/upstream.settings.js';
import type { RequestCheck, Row } from '../routes/route.js';
import type { ContractOperation } from './file/operation.js';
import { queryClassOf } from './schemas/query.class.js';

export function importedCapability(upstream: UpstreamName): string {
  return `imported-${upstream}`;
}

/** The row of an imported operation: what the table would say of it, as far as a file and a grant can tell. */
export function importedRow(operation: ContractOperation, grant: ContractGrantSettings, check: RequestCheck): Row {
  const { method, publicPath, upstreamPath, parameters, body, answer, success, summary } = operation;
  const headers = parameters.flatMap(({ place, name }) => (place === 'header' && isOwnHeader(name) ? [name] : []));
  const query = queryClassOf(parameters);
  // Nobody has read what it does: only a GET, or whom the settings say so, may be sent twice.
  const money = grant.money ?? method !== 'GET';
  return {
    method,
    path: publicPath,
    upstreamPath,
    callers: ['service'],
    scope: grant.scope,
    check,
    success,
    summary,
    docs: 'api-reference-index',
    evidence: 'imported',
    ...(grant.credential !== undefined && { credential: grant.credential }),
    // Says that there is one. The pipe passes over plain objects: the fields are looked at by the check.
    ...(body !== undefined && { body: Object }),
    ...(query !== undefined && { query }),
    ...(headers.length > 0 && { headers }),
    ...(answer !== undefined && { answer }),
    ...(money && { money }),
  };
}

function isOwnHeader(name: string): name is `x-${string}` {
  return name.startsWith('x-');
}
