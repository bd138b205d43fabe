import type { ContractGrantSettings } from '../config/sections/contract.settings.js';
import type { UpstreamName } from '../config/sections/upstream.settings.js';
import type { RequestCheck, Row } from '../routes/route.js';
import { withStepUp } from '../routes/row-settings.js';
import type { ContractOperation } from './file/operation.js';
import { importedUpload } from './imported-upload.js';
import { queryClassOf } from './schemas/query.class.js';

export function importedCapability(upstream: UpstreamName): string {
  return `imported-${upstream}`;
}

/** The row of an imported operation: what the table would say of it, as far as a file and a grant can tell. Or why there is none. */
export function importedRow(
  operation: ContractOperation,
  grant: ContractGrantSettings,
  check: RequestCheck,
): Row | string {
  const { method, publicPath, upstreamPath, parameters, body, form, answer, success, summary } = operation;
  const { callers, scope, permission, stepUp, credential } = grant;
  const headers = parameters.flatMap(({ place, name }) => (place === 'header' && isOwnHeader(name) ? [name] : []));
  const query = queryClassOf(parameters);
  const upload = form === undefined ? undefined : importedUpload(form, grant.multipart);
  if (typeof upload === 'string') return upload;
  // Nobody has read what it does: only a GET, or whom the settings say so, may be sent twice.
  const money = grant.money ?? method !== 'GET';
  const row: Row = {
    method,
    path: publicPath,
    upstreamPath,
    callers,
    scope,
    check,
    success,
    summary,
    docs: 'api-reference-index',
    evidence: 'imported',
    ...(permission !== undefined && { permission: [permission.resource, permission.action] }),
    ...(credential !== undefined && { credential }),
    // Says that there is one. The pipe passes over plain objects: the fields are looked at by the check.
    ...(body !== undefined && { body: Object }),
    ...(upload !== undefined && { upload }),
    ...(query !== undefined && { query }),
    ...(headers.length > 0 && { headers }),
    ...(answer !== undefined && { answer }),
    ...(money && { money }),
  };
  return stepUp === undefined ? row : withStepUp(row, stepUp);
}

function isOwnHeader(name: string): name is `x-${string}` {
  return name.startsWith('x-');
}
