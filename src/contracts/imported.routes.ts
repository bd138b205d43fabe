import type { ContractGrantSettings } from '../config/sections/contract.settings.js';
import type { UpstreamName } from '../config/sections/upstream.settings.js';
import { METHODS, type Row } from '../routes/route.js';
import { withStepUp } from '../routes/row-settings.js';
import { MULTIPART, URL_ENCODED } from './file/body.js';
import type { ContractBody, ContractOperation } from './file/operation.js';
import { importedUpload } from './imported-upload.js';
import { classOf } from './schemas/query.class.js';
import type { RequestChecks } from './schemas/request-check.js';

export function importedCapability(upstream: UpstreamName): string {
  return `imported-${upstream}`;
}

/** The row of an imported operation: what the table would say of it, as far as a file and a grant can tell. Or why there is none. */
export function importedRow(
  { outline, details }: ContractOperation,
  grant: ContractGrantSettings,
  checks: RequestChecks,
): Row | string {
  const { upstream, name, publicPath, upstreamPath, summary } = outline;
  const { parameters, answer, accept, success, definitions } = details;
  const { callers, scope, permission, stepUp, credential, check, without } = grant;
  const method = METHODS.find((one) => one === outline.method);
  if (method === undefined) return `a ${outline.method} is never imported`;
  const body = grantedBody(details, grant);
  if (typeof body === 'string') return body;
  const upload =
    body?.mediaType === MULTIPART && grant.multipart ? importedUpload(body, definitions, grant.multipart) : undefined;
  if (typeof upload === 'string') return upload;
  const namesIn = (place: string): string[] => parameters.filter((one) => one.place === place).map((one) => one.name);
  const headers = namesIn('header').filter(isOwnHeader);
  const query = classOf(namesIn('query'));
  const reported = check === 'report' ? `${importedCapability(upstream)}.${name}` : undefined;
  const checked = upload === undefined ? body : undefined;
  // Nobody has read what it does: only a GET, or whom the settings say so, may be sent twice.
  const money = grant.money ?? method !== 'GET';
  const isJson = body === undefined || body.mediaType === 'application/json' || upload !== undefined;
  const row: Row = {
    method,
    path: publicPath,
    upstreamPath,
    callers,
    scope,
    check: check === 'off' ? () => undefined : checks.of({ parameters, definitions, body: checked, without, reported }),
    success,
    summary,
    docs: 'api-reference-index',
    evidence: 'imported',
    ...(permission !== undefined && { permission: [permission.resource, permission.action] }),
    ...(credential !== undefined && { credential }),
    // Says that there may be one. The pipe passes over plain objects: the fields are looked at by the check.
    ...(method !== 'GET' && upload === undefined && { body: Object }),
    ...(!isJson && { mediaType: body.mediaType }),
    ...(upload !== undefined && { upload }),
    ...(query !== undefined && { query }),
    ...(headers.length > 0 && { headers }),
    ...(answer !== undefined && { answer }),
    ...(accept !== undefined && { accept }),
    ...(money && { money }),
    ...(money && grant.money === undefined && { keyOptional: true }),
  };
  if (stepUp === 'inline' && row.mediaType === URL_ENCODED) return 'is a form, which has no place for a code';
  return stepUp === undefined ? row : withStepUp(row, stepUp);
}

/** JSON where the file has it, unless the grant wants a form. Or why there is none that can be taken. */
function grantedBody(
  { body, forms }: ContractOperation['details'],
  { multipart, form }: ContractGrantSettings,
): ContractBody | string | undefined {
  const wanted = multipart === undefined ? form && URL_ENCODED : MULTIPART;
  const granted = forms.find(({ mediaType }) => mediaType === wanted) ?? body;
  if (granted !== undefined) return granted;
  if (forms.some(({ mediaType }) => mediaType === MULTIPART))
    return 'its body is a form: a grant says by multipart which fields are files';
  return forms.length === 0 ? undefined : 'its body is a form: a grant takes it by form: true';
}

function isOwnHeader(name: string): name is `x-${string}` {
  return name.startsWith('x-');
}
