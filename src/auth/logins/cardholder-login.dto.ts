import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import { IsString, MaxLength, MinLength } from 'class-validator';
import { Source } from '../../common/decorators/source.js';
import { LoginOptions } from './login-options.dto.js';

/** Name and password are Migo's to judge. */
export class CardholderCredentials {
  @ApiProperty({ example: 'jose@wallet.migo.test', minLength: 1, maxLength: 254 })
  @IsString()
  @MinLength(1)
  @MaxLength(254)
  username: string;

  @ApiProperty({ example: 'Wallet-Pass-1!', format: 'password', minLength: 1 })
  @IsString()
  @MinLength(1)
  password: string;
}

/** A login of the gateway's own. */
@Source('gateway')
export class CardholderLoginDto extends IntersectionType(CardholderCredentials, LoginOptions) {}
