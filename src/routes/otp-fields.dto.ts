import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';
import { Source } from '../common/source.js';

/** The text field of a form whose upstream may take a one-time code inline; others may stand beside it. */
@Source('cms-api/cms-users')
export class OtpFields {
  @ApiPropertyOptional({
    example: '123456',
    format: 'password',
    writeOnly: true,
    pattern: '^\\d{6}$',
    description: 'One-time code, where none was verified before; or in the header `X-Otp`',
  })
  @IsOptional()
  @Matches(/^\d{6}$/, { message: 'otp must be 6 digits' })
  otp?: string;
}
