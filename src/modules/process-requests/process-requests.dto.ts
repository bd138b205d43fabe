import { Source } from '../../common/decorators/source.js';
import { OpenField } from '../open-field.js';
import { AmountField } from '../amount-field.js';
import { PatternField, TextField } from '../typed-fields.js';

/** Migo documents the names and defaults, no limits (cms-api/process-requests). */
export class ListProcessRequestsQuery {
  @OpenField({ default: 1, example: 1 })
  page?: unknown;

  @OpenField({ default: 10, example: 10 })
  limit?: unknown;
}

/** The text fields beside the file `evidence`. */
@Source('cms-api/process-requests')
export class ProcessRequestFields {
  @AmountField(
    {
      aboveZero: true,
      text: true,
      example: 2500.5,
      description: 'By how much the balance is to grow: above zero, up to 4 decimals',
    },
    { type: 'number' },
  )
  @Source('cms-api/process-requests', 'support/error-catalog', 'wallet/overview')
  requestedAmount: number | string;

  @TextField({ optional: true, example: 'Planilla de noviembre' })
  observations?: string;

  @PatternField(/^\d{6}$/, '6 digits', {
    optional: true,
    example: '123456',
    format: 'password',
    writeOnly: true,
    description: 'One-time code, for operators who are subject to it; or in the header `X-Otp`',
  })
  otp?: string;
}
