import { ApiExtension, ApiOperation, ApiResponse } from '@nestjs/swagger';
import type { LookUp } from '../../routes/look-up.js';
import { demandsKey, permissionText, type Row } from '../../routes/route.js';
import type { Upstream } from '../../clients/upstreams.js';
import { takesAnyJson } from '../../routes/open-body.dto.js';
import { documentRules } from './dto-rules.js';
import { headerParameters } from './header-parameters.js';
import { pathParameters } from './path-parameters.js';
import { queryParameters } from './query-parameters.js';
import { NOT_MODIFIED, successAnswer } from './success-answer.js';
import { uploadBody } from './upload-body.js';

const EVIDENCE: Readonly<Record<Row['evidence'], string>> = {
  documented: 'documented',
  'named-only': 'named there with method and path, and nothing of what it takes',
  example: 'seen in a sample only',
  assumed: 'assumed',
  imported: "from Migo's own file",
};

interface DocumentedRow {
  id: string;
  name: string;
  row: Row;
  target: Upstream;
}

/** What the OpenAPI document says of a row. Security and problems follow from it when the document is completed. */
export function rowDecorators({ id, name, row, target }: DocumentedRow): MethodDecorator[] {
  for (const dto of [row.body, row.upload?.fields]) if (dto !== undefined) documentRules(dto);
  return [
    ApiOperation({ operationId: name, summary: row.summary, description: describe(row, target) }),
    ApiExtension('x-operation', id),
    ApiExtension('x-upstream', target.name),
    ApiExtension('x-scope', row.scope),
    ApiExtension('x-evidence', row.evidence),
    // What an imported body is, its file says.
    ApiExtension('x-any-json', row.evidence !== 'imported' && takesAnyJson(row)),
    ApiResponse(successAnswer(row)),
    ...(row.cache === undefined ? [] : [ApiResponse(NOT_MODIFIED)]),
    ...pathParameters(row),
    ...queryParameters(row.query),
    ...headerParameters(row),
    ...uploadBody(row.upload),
  ];
}

function describe(row: Row, { title }: Upstream): string {
  const { docs, evidence, scope, permission, callers, stepUp, lookUp, money } = row;
  const sentences = [
    `${title}, [${docs}](https://api-docs.migopayments.com/en/${docs}), ${EVIDENCE[evidence]}.`,
    `Callers: ${callers.join(', ')}. Scope: \`${scope}\`.`,
    permission !== undefined && `An operator needs the CMS permission ${permissionText(permission)}.`,
    stepUp === 'required' && 'Needs a one-time code that was verified a short while ago (`PUT /v1/auth/otp`).',
    demandsKey(row) && 'Moves or commits money: with an `Idempotency-Key` it is made once.',
    // A stranger's outcome is nobody's to ask for.
    demandsKey(row) && callers.some((kind) => kind !== 'public') && 'After `outcome_unknown` ask at `Location`.',
    lookUp !== undefined && `After a lost answer Migo is asked: ${lookUp.by}${needed(lookUp)}.`,
    lookUp === undefined && money === true && 'After a lost answer Migo shows nowhere what became of it.',
  ];
  return sentences.filter((sentence) => sentence !== false).join(' ');
}

function needed({ needs }: LookUp): string {
  return needs === undefined ? '' : `; the request needs ${needs}`;
}
