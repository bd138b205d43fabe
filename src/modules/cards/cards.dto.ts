import { ApiProperty } from '@nestjs/swagger';
import { Source } from '../../common/decorators/source.js';
import { IsDigits } from '../digits.validator.js';
import { OpenField } from '../open-field.js';

@Source('wallet/card-lifecycle')
export class LinkCardQuery {
  @OpenField({ required: true, example: 'migoDeveloper', description: 'Client slug' })
  clientId: unknown;
}

/** `ExternalLinkCardUserDto`. */
@Source('wallet/card-lifecycle')
export class LinkCardDto {
  @OpenField({
    required: true,
    example: '4532010000055010',
    format: 'password',
    writeOnly: true,
    description: "Card number; it must pass Migo's verification. Never logged, never stored.",
  })
  card: unknown;

  @OpenField({ example: 'Planilla' })
  alias?: unknown;
}

@Source('wallet/pin-management')
export class CardPinDto {
  @ApiProperty({
    oneOf: [
      { type: 'string', pattern: '^\\d+$' },
      // From 1e21 on JavaScript writes a number in another way.
      { type: 'integer', minimum: 0, maximum: 1e21, exclusiveMaximum: true },
    ],
    example: '4831',
    format: 'password',
    writeOnly: true,
    description: 'Digits only; four in the sample, the length is not documented. Never logged, never stored.',
  })
  @IsDigits()
  pin: string | number;
}

/** Migo documents the operation, not its body (docs/adr/0001-assumptions-about-migo.md). */
export class CreateStatementDto {
  @OpenField({ example: 10, description: 'Number or text; assumed' })
  month?: unknown;

  @OpenField({ example: 2026, description: 'Number or text; assumed' })
  year?: unknown;
}
