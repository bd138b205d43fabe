import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import { IsString, MaxLength, MinLength } from 'class-validator';
import { Source } from '../../common/decorators/source.js';
import { LoginOptions } from './login-options.dto.js';

/** Address and password are Migo's to judge. */
export class OperatorCredentials {
  @ApiProperty({ example: 'ana@demo.migo.test', minLength: 1, maxLength: 254 })
  @IsString()
  @MinLength(1)
  @MaxLength(254)
  email: string;

  @ApiProperty({ example: 'Demo-Pass-1!', format: 'password', minLength: 1 })
  @IsString()
  @MinLength(1)
  password: string;
}

/** A login of the gateway's own. */
@Source('gateway', 'RFC 5321')
export class OperatorLoginDto extends IntersectionType(OperatorCredentials, LoginOptions) {}
