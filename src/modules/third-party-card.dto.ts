import { ApiProperty } from '@nestjs/swagger';
import { Source } from '../common/decorators/source.js';
import { IsDigits } from './digits.validator.js';
import { OpenField } from './open-field.js';

/** `AssignThirdPartyCardPayloadDto`, which two operations of Migo take. */
@Source('wallet/third-party-cards')
export class ThirdPartyCardDto {
  @OpenField({ required: true, example: 'ana@wallet.migo.test', description: "The card owner's" })
  email: unknown;

  @ApiProperty({
    oneOf: [
      { type: 'string', pattern: '^\\d{4}$' },
      { type: 'integer', minimum: 1000, maximum: 9999 },
    ],
    example: '1002',
    description: 'Last four digits of the card',
  })
  @IsDigits(4)
  suffix: string | number;

  @OpenField({ required: true, example: 'Tarjeta de Ana' })
  alias: unknown;
}
