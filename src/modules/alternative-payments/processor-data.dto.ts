import type { TypeHelpOptions } from 'class-transformer';
import { IsNumber, IsOptional, IsString, ValidateIf } from 'class-validator';
import { Source } from '../../common/decorators/source.js';
import { having } from '../../openapi/conditions.js';
import { NUMBER, nullable, type Schema, TEXT } from '../../routes/shape.js';
import { OpenField } from '../open-field.js';

/** Keys that the processor does not use are ignored by Migo, whatever they hold. */
export class AlternativePaymentDataDto {
  @OpenField({ example: 'ana.morales', description: 'User name, a text for `fri`' })
  user?: unknown;

  @OpenField({ example: '50255551234', description: 'With the country code, a text for `fri`; also for `nequi`' })
  phoneNumber?: unknown;

  @OpenField({ example: 3, description: 'Number of installments, a number for `bamPaymentButton`' })
  installments?: unknown;
}

@Source('alternative-payments/process-payment', 'alternative-payments/payment-intents')
class FriDataDto extends AlternativePaymentDataDto {
  @OpenField({ example: 'ana.morales', description: 'Required without `phoneNumber`' })
  @ValidateIf(
    ({ phoneNumber, user }: FriDataDto) => typeof phoneNumber !== 'string' || (user ?? undefined) !== undefined,
  )
  @IsString({ message: 'user must be a string, or left out where phoneNumber is given' })
  declare user?: string;

  @OpenField({ example: '50255551234' })
  @IsOptional()
  @IsString()
  declare phoneNumber?: string;
}

@Source('alternative-payments/process-payment')
class BamPaymentButtonDataDto extends AlternativePaymentDataDto {
  @OpenField({ example: 3 })
  @IsOptional()
  @IsNumber()
  declare installments?: number;
}

/** By processor, the few whose data Migo documents. */
const DATA: ReadonlyMap<unknown, typeof AlternativePaymentDataDto> = new Map<unknown, typeof AlternativePaymentDataDto>(
  [
    ['fri', FriDataDto],
    ['bamPaymentButton', BamPaymentButtonDataDto],
  ],
);

/** What `data` is, by the `processor` beside it. */
export function dataOf(help?: TypeHelpOptions): typeof AlternativePaymentDataDto {
  return DATA.get(help?.object['processor']) ?? AlternativePaymentDataDto;
}

/** The same for the document. */
export const PROCESSOR_DATA: Schema = {
  allOf: [
    dataFor('fri', {
      properties: { user: nullable(TEXT), phoneNumber: nullable(TEXT) },
      anyOf: [having('user', TEXT), having('phoneNumber', TEXT)],
    }),
    dataFor('bamPaymentButton', { properties: { installments: nullable(NUMBER) } }),
  ],
};

function dataFor(processor: string, data: Schema): Schema {
  return { if: having('processor', { const: processor }), then: { properties: { data } } };
}
