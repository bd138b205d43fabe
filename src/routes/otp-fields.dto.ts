import { Allow } from 'class-validator';
import { ApiPropertyOptional } from '@nestjs/swagger';

/** The text field of a form whose upstream may take a one-time code inline; others may stand beside it. How it travels, Migo does not document. */
export class OtpFields {
  @ApiPropertyOptional({
    example: '123456',
    format: 'password',
    writeOnly: true,
    description: 'One-time code, where none was verified before; or in the header `X-Otp`',
  })
  @Allow()
  otp?: string;
}
