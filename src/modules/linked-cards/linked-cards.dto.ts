import { ApiProperty } from '@nestjs/swagger';
import { IsEmail, IsNotEmpty, IsString, Matches } from 'class-validator';

/** Migo: wallet/third-party-cards, `UpdateThirdPartyCardDto`. */
export class UpdateLinkedCardDto {
  @ApiProperty({ example: 'Tarjeta de Ana' })
  @IsString()
  @IsNotEmpty()
  alias: string;
}

/** `AssignThirdPartyCardPayloadDto`. */
export class CreateLinkedCardDto extends UpdateLinkedCardDto {
  @ApiProperty({ example: 'ana@wallet.migo.test', format: 'email', description: "The card owner's" })
  @IsEmail()
  email: string;

  @ApiProperty({ example: '1002', pattern: '^[0-9]{4}$', description: 'Last four digits of the card' })
  @Matches(/^[0-9]{4}$/, { message: 'suffix must be the last four digits of the card' })
  suffix: string;
}
