import { ApiHeader } from '@nestjs/swagger';
import type { Row } from '../../routes/route.js';

interface KnownHeader {
  example?: string;
  description: string;
}

const KNOWN: Readonly<Record<string, KnownHeader>> = {
  'x-merchant-id': { example: 'migoDeveloper', description: 'The merchant on whose behalf the request is made' },
};

const CMS_PARTNER: KnownHeader = {
  example: 'partner-demo',
  description: 'Of an operator: the CMS partner of the card or user, where the partner has several and none by default',
};
const CODE: KnownHeader = {
  example: '123456',
  description: 'One-time code, where Migo asks for one; it is never logged and never stored',
};

/** What a row takes beside path, query and body. */
export function headerParameters({
  headers = [],
  otp,
  permission,
}: Pick<Row, 'headers' | 'otp' | 'permission'>): MethodDecorator[] {
  return [
    ...headers.map((name) => header(name, KNOWN[name] ?? { description: 'Passed on as it is' })),
    ...(permission === undefined ? [] : [header('X-Cms-Partner', CMS_PARTNER)]),
    ...(otp === undefined ? [] : [header('X-Otp', CODE)]),
  ];
}

function header(name: string, { example, description }: KnownHeader): MethodDecorator {
  const schema = { type: 'string', ...(example !== undefined && { example }) };
  return ApiHeader({ name, required: false, description, schema });
}
