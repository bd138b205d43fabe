import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { SESSION_TRANSPORTS, type SessionTransport } from '../sessions/session-record.js';

/** What every login takes beside a name and a password. */
export class LoginOptions {
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

  /** Of the last login of this user on this device. Without it wrong passwords of strangers count here too. */
  @ApiPropertyOptional({
    maxLength: 400,
    writeOnly: true,
    description: 'The `deviceToken` of an earlier login: wrong passwords of strangers then do not lock this device',
  })
  @IsOptional()
  @IsString()
  @MaxLength(400)
  deviceToken?: string;
}
