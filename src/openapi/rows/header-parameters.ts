import { ApiHeader } from '@nestjs/swagger';
import { demandsKey, type Row } from '../../routes/route.js';

interface KnownHeader {
  example?: string;
  description: string;
  minLength?: number;
  maxLength?: number;
}

const KNOWN: Readonly<Record<string, KnownHeader>> = {
  'x-merchant-id': { example: 'migoDeveloper', description: 'The merchant on whose behalf the request is made' },
};

const CMS_PARTNER: KnownHeader = {
  example: 'partner-demo',
  description: 'Of an operator: the CMS partner of the card or user, where the partner has several and none by default',
};
const KEY: KnownHeader = {
  example: '0b6f1d1e-6a52-4f0c-9a0b-6a8f6c1f1c11',
  description:
    'Makes the call safe to repeat: sent again with the same key, it is not made twice, and answered alike for 24 hours',
  minLength: 1,
  maxLength: 257,
};
const PAYMENT_KEY: KnownHeader = {
  ...KEY,
  description:
    'A new random value for each payment, kept for repetitions: the same request with the same key is never made twice, and answered alike for 24 hours',
};
const CODE: KnownHeader = {
  example: '123456',
  description: 'One-time code, where Migo asks for one; it is never logged and never stored',
};

const HELD: KnownHeader = {
  example: '"kCOjGa0zIgVI3l5Sx2hbdw"',
  description: '`ETag` of an answer that you have already',
};

/** What a row takes beside path, query and body. */
export function headerParameters(
  row: Pick<Row, 'headers' | 'otp' | 'permission' | 'method' | 'money' | 'keyOptional' | 'cache'>,
): MethodDecorator[] {
  const { headers = [], otp, permission, method, money, cache } = row;
  return [
    ...headers.map((name) => header(name, KNOWN[name] ?? { description: 'Passed on as it is' })),
    ...(method === 'GET' ? [] : [header('Idempotency-Key', money === true ? PAYMENT_KEY : KEY, demandsKey(row))]),
    ...(cache === undefined ? [] : [header('If-None-Match', HELD)]),
    ...(permission === undefined ? [] : [header('X-Cms-Partner', CMS_PARTNER)]),
    ...(otp === undefined ? [] : [header('X-Otp', CODE)]),
  ];
}

function header(name: string, { example, description, ...rules }: KnownHeader, required = false): MethodDecorator {
  const schema = { type: 'string', ...rules, ...(example !== undefined && { example }) };
  return ApiHeader({ name, required, description, schema });
}
