import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsOptional, Max, Min } from 'class-validator';

/** Migo documents the operation, not its body: any other field is passed on too (docs/adr/0001-assumptions-about-migo.md). */
export class CreateStatementDto {
  @ApiPropertyOptional({ minimum: 1, maximum: 12, example: 10 })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(12)
  month?: number;

  @ApiPropertyOptional({ example: 2026 })
  @IsOptional()
  @IsInt()
  @Min(1)
  year?: number;
}
