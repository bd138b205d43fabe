import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsNumber, IsOptional, IsPositive, IsString, Matches, Min } from 'class-validator';

/** Migo: cms-api/process-requests. */
export class ListProcessRequestsQuery {
  @ApiPropertyOptional({ minimum: 1, default: 1, example: 1 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  page?: number;

  @ApiPropertyOptional({ minimum: 1, default: 10, example: 10 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  limit?: number;
}

/** The text fields beside the file `evidence`. Migo: cms-api/process-requests. */
export class ProcessRequestFields {
  @ApiProperty({ example: 2500.5, description: 'By how much the balance is to grow; above zero' })
  @Type(() => Number)
  @IsNumber()
  @IsPositive()
  requestedAmount: number;

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
