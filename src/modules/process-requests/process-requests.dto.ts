import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, Matches } from 'class-validator';
import { Source } from '../../common/source.js';
import { IsAmount } from '../amount.validator.js';
import { OpenField } from '../open-field.js';

/** Migo documents the names and defaults, no limits (cms-api/process-requests). */
export class ListProcessRequestsQuery {
  @OpenField({ default: 1, example: 1 })
  page?: unknown;

  @OpenField({ default: 10, example: 10 })
  limit?: unknown;
}

/** The text fields beside the file `evidence`. */
@Source('cms-api/process-requests')
export class ProcessRequestFields {
  @ApiProperty({
    type: 'number',
    example: 2500.5,
    description: 'By how much the balance is to grow: above zero, up to 4 decimals',
  })
  @Source('cms-api/process-requests', 'support/error-catalog', 'wallet/overview')
  @IsAmount({ aboveZero: true, text: true })
  requestedAmount: number | string;

  @ApiPropertyOptional({ example: 'Planilla de noviembre' })
  @IsOptional()
  @IsString()
  observations?: string;

  @ApiPropertyOptional({
    example: '123456',
    format: 'password',
    writeOnly: true,
    pattern: '^\\d{6}$',
    description: 'One-time code, for operators who are subject to it; or in the header `X-Otp`',
  })
  @IsOptional()
  @Matches(/^\d{6}$/, { message: 'otp must be 6 digits' })
  otp?: string;
}
