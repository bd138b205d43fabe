import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsDateString, IsEmail, IsIn, IsInt, IsNotEmpty, IsOptional, IsString, Matches, Min } from 'class-validator';

const MARITAL_STATUSES = ['soltero', 'casado', 'viudo', 'divorciado', 'separado'] as const;
const GENDERS = ['F', 'M', 'OTHER'] as const;
const DOCUMENT_TYPES = ['DPI', 'NIT', 'PASSPORT', 'LEGAL_ID', 'PERSONAL_ID', 'RESIDENCE_ID'] as const;
const SORT_ORDERS = ['asc', 'desc'] as const;

export class ListCardholdersQuery {
  @ApiPropertyOptional({ minimum: 1, default: 1, example: 1 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  page?: number;

  @ApiPropertyOptional({ minimum: 1, example: 50 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  limit?: number;

  @ApiPropertyOptional({ example: '50241', description: 'Matches e-mail, phone and document' })
  @IsOptional()
  @IsString()
  searchText?: string;

  @ApiPropertyOptional({ example: 'createdAt' })
  @IsOptional()
  @IsString()
  sortBy?: string;

  @ApiPropertyOptional({ enum: SORT_ORDERS, example: 'desc' })
  @IsOptional()
  @IsIn(SORT_ORDERS)
  sortOrder?: string;
}

/** Migo: cms-api/cardholders. Every field is required. */
export class CreateCardholderDto {
  @ApiProperty({ example: 'Lucía' })
  @IsString()
  @IsNotEmpty()
  name: string;

  @ApiProperty({ example: 'Pérez' })
  @IsString()
  @IsNotEmpty()
  lastName: string;

  @ApiProperty({ example: '6a avenida 1-23, zona 1' })
  @IsString()
  @IsNotEmpty()
  address: string;

  @ApiProperty({ example: 'GT', description: 'ISO 3166-1 country code' })
  @Matches(/^[A-Z]{2,3}$/, { message: 'countryOfBirth must be an ISO 3166-1 country code' })
  countryOfBirth: string;

  @ApiProperty({ example: '1990-04-23', format: 'date' })
  @Matches(/^\d{4}-\d{2}-\d{2}$/, { message: 'dateOfBirth must be YYYY-MM-DD' })
  @IsDateString({ strict: true })
  dateOfBirth: string;

  @ApiProperty({ enum: MARITAL_STATUSES, example: 'soltero' })
  @IsIn(MARITAL_STATUSES)
  maritalStatus: string;

  @ApiProperty({ enum: GENDERS, example: 'F' })
  @IsIn(GENDERS)
  gender: string;

  @ApiProperty({ example: '50255551234', description: 'With the country code' })
  @IsString()
  @IsNotEmpty()
  phoneNumber: string;

  @ApiProperty({ example: 'lucia.perez@example.com', format: 'email' })
  @IsEmail()
  email: string;

  @ApiProperty({ enum: DOCUMENT_TYPES, example: 'DPI' })
  @IsIn(DOCUMENT_TYPES)
  documentType: string;

  @ApiProperty({ example: '2547896310101' })
  @IsString()
  @IsNotEmpty()
  documentNumber: string;

  @ApiProperty({ example: 5001, description: 'Card to assign to the new cardholder' })
  @IsInt()
  @Min(1)
  cardId: number;
}

/** Migo: cms-api/cardholders. The body is optional; the name of its only field is assumed (docs/adr/0001-assumptions-about-migo.md). */
export class CardholderDetailDto {
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

/** Migo: wallet/third-party-cards, `AssignThirdPartyCardPayloadDto`. */
export class AssociateCardDto {
  @ApiProperty({ example: 'ana@wallet.migo.test', format: 'email', description: "The card owner's" })
  @IsEmail()
  email: string;

  @ApiProperty({ example: '1002', pattern: '^\\d{4}$', description: 'Last four digits of the card' })
  @Matches(/^\d{4}$/, { message: 'suffix must be the last four digits of the card' })
  suffix: string;

  @ApiProperty({ example: 'Hermana' })
  @IsString()
  @IsNotEmpty()
  alias: string;
}
