import { ApiHeader } from '@nestjs/swagger';
import type { Row } from '../../routes/route.js';

const KNOWN: Readonly<Record<string, { example: string; description: string }>> = {
  'x-merchant-id': { example: 'migoDeveloper', description: 'The merchant on whose behalf the request is made' },
};

/** What a row takes beside path, query and body. */
export function headerParameters({ headers = [], otp }: Pick<Row, 'headers' | 'otp'>): MethodDecorator[] {
  const passedOn = headers.map((name) => {
    const { example, description } = KNOWN[name] ?? { description: 'Passed on as it is' };
    return ApiHeader({
      name,
      required: false,
      description,
      schema: { type: 'string', ...(example !== undefined && { example }) },
    });
  });
  if (otp === undefined) return passedOn;
  const code = ApiHeader({
    name: 'X-Otp',
    required: false,
    description: 'One-time code, where Migo asks for one; it is never logged and never stored',
    schema: { type: 'string', example: '123456' },
  });
  return [...passedOn, code];
}
