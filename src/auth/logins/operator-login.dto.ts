import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsEmail, IsIn, IsOptional, IsString, MaxLength, MinLength } from 'class-validator';
import { SESSION_TRANSPORTS, type SessionTransport } from '../sessions/session-record.js';

export class OperatorLoginDto {
  @ApiProperty({ example: 'ana@demo.migo.test', maxLength: 254 })
  @IsEmail()
  @MaxLength(254)
  email: string;

  @ApiProperty({ example: 'Demo-Pass-1!', format: 'password', maxLength: 256 })
  @IsString()
  @MinLength(1)
  @MaxLength(256)
  password: string;

  /** Needed only where the gateway serves several partners and the Origin names none. */
  @ApiPropertyOptional({ example: 'demo', maxLength: 64 })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  partner?: string;

  /** `cookie`: the handle is set as a cookie for a browser. `token`: it is returned, to be sent as `Authorization: Bearer`. */
  @ApiPropertyOptional({ enum: SESSION_TRANSPORTS, default: 'cookie', example: 'token' })
  @IsOptional()
  @IsIn(SESSION_TRANSPORTS)
  transport?: SessionTransport;
}
