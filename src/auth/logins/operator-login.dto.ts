import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength, MinLength } from 'class-validator';
import { Source } from '../../common/source.js';
import { SESSION_TRANSPORTS, type SessionTransport } from '../sessions/session-record.js';

/** A login of the gateway's own; address and password are Migo's to judge. */
@Source('gateway')
export class OperatorLoginDto {
  @ApiProperty({ example: 'ana@demo.migo.test', minLength: 1, maxLength: 254 })
  @Source('RFC 5321')
  @IsString()
  @MinLength(1)
  @MaxLength(254)
  email: string;

  @ApiProperty({ example: 'Demo-Pass-1!', format: 'password', minLength: 1 })
  @IsString()
  @MinLength(1)
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
