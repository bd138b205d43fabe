import { ApiParam } from '@nestjs/swagger';
import { parametersOf } from '../../routes/path-template.js';

interface Known {
  example: string;
  description?: string;
}

/** By name: what it is, and one that the simulator knows. */
const KNOWN: Readonly<Record<string, Known>> = {
  associationId: { example: 'lnk_00000001', description: 'Of a third-party card' },
  authUserId: { example: 'usr-000001', description: 'The user whose terminal or card it is' },
  batchId: { example: 'bat_00000001', description: '`data.id` of the upload' },
  cardholderId: { example: 'ch-000001' },
  cardId: { example: '1001' },
  client: { example: 'migoDeveloper', description: 'The merchant whose plan it is' },
  cmsUserId: { example: '501', description: '`data.user.id` of the session' },
  commerceId: { example: '7001' },
  deviceId: { example: 'dev-demo-1' },
  fileName: { example: 'photo.jpg', description: 'Of a stored file' },
  month: { example: '10', description: '1 to 12' },
  partnerId: { example: 'partner-demo', description: 'A CMS partner that the caller is assigned to' },
  planId: { example: 'plan_demo_gold' },
  subUid: { example: 'sub_demo_active' },
  transactionId: { example: 'trx_alt_created' },
  userId: { example: 'ch-000001' },
  year: { example: '2026' },
};

const ANY: Known = { example: '1' };

export function pathParameters(path: string): MethodDecorator[] {
  return parametersOf(path).map((name) => {
    const { example, ...described } = KNOWN[name] ?? ANY;
    return ApiParam({ name, schema: { type: 'string', minLength: 1, example }, ...described });
  });
}
