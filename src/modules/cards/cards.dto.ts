import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsNotEmpty, IsNumberString, IsOptional, IsString, Max, Min } from 'class-validator';

export class LinkCardQuery {
  @ApiProperty({ example: 'migoDeveloper', description: 'Client slug' })
  @IsString()
  @IsNotEmpty()
  clientId: string;
}

/** Migo: wallet/card-lifecycle, `ExternalLinkCardUserDto`. */
export class LinkCardDto {
  @ApiProperty({
    example: '4532010000055010',
    format: 'password',
    writeOnly: true,
    description: "Card number; it must pass Migo's verification. Never logged, never stored.",
  })
  @IsString()
  @IsNotEmpty()
  card: string;

  @ApiPropertyOptional({ example: 'Planilla' })
  @IsOptional()
  @IsString()
  alias?: string;
}

/** Migo: wallet/pin-management. */
export class CardPinDto {
  @ApiProperty({
    example: '4831',
    format: 'password',
    writeOnly: true,
    description: 'Digits only; four in the sample, the length is not documented. Never logged, never stored.',
  })
  @IsNumberString({ no_symbols: true })
  pin: string;
}

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
