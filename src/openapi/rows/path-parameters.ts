import { ApiParam } from '@nestjs/swagger';
import { numericParametersOf } from '../../routes/numeric-parameters.js';
import { parametersOf, SAFE_FILE_NAME, SAFE_PARAMETER } from '../../routes/path-template.js';
import type { Row } from '../../routes/route.js';
import { ANY_ID, INTEGER, TEXT } from '../../routes/shape.js';

interface Known {
  example: string;
  description?: string;
  schema?: object;
}

const TEXT_OR_NUMBER = { ...ANY_ID, pattern: SAFE_PARAMETER };

/** By path and name, or by name: what it is, and one that the simulator knows. */
const KNOWN: Readonly<Record<string, Known>> = {
  associationId: { example: 'lnk_demo_1', description: 'Of a third-party card' },
  authUserId: { example: 'usr-000001', description: 'The user whose terminal or card it is' },
  batchId: { example: 'bat_demo_1', description: '`data.id` of the upload' },
  cardholderId: { example: 'ch-000001' },
  cardId: { example: '1001' },
  client: { example: 'migoDeveloper', description: 'The merchant whose plan it is' },
  cmsUserId: { example: '501', description: '`data.user.id` of the session' },
  commerceId: { example: '7001' },
  deviceId: { example: 'dev-demo-1' },
  fileName: {
    example: 'dpi-front.png',
    description: 'Of a stored file',
    schema: { ...TEXT, pattern: SAFE_FILE_NAME },
  },
  month: { example: '10', description: '1 to 12' },
  partnerId: { example: 'partner-demo', description: 'A CMS partner that the caller is assigned to' },
  planId: { example: 'plan_demo_gold' },
  subUid: { example: 'sub_demo_active' },
  transactionId: { example: 'trx_alt_created' },
  userId: { example: 'ch-000001' },
  year: { example: '2026' },
  '/card-transfers/:id': { example: '400021', schema: TEXT_OR_NUMBER },
  '/devices/:deviceId/transactions/:transactionId': { example: '1' },
  '/users/:id/permissions': { example: 'usr-000001' },
};

const ANY: Known = { example: '1' };

export function pathParameters(row: Pick<Row, 'path' | 'evidence'>): MethodDecorator[] {
  const { path } = row;
  const numeric = numericParametersOf(row);
  return parametersOf(path).map((name) => {
    const byPath = parametersOf(path).at(-1) === name ? KNOWN[path] : undefined;
    const { example, schema = { ...TEXT, pattern: SAFE_PARAMETER }, ...described } = byPath ?? KNOWN[name] ?? ANY;
    const isNumber = numeric.includes(name);
    const shown = isNumber || schema === TEXT_OR_NUMBER ? Number(example) : example;
    return ApiParam({
      name,
      schema: { ...(isNumber ? { ...INTEGER, minimum: 0 } : schema), example: shown },
      ...described,
    });
  });
}
