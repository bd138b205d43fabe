import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsDateString, IsEmail, IsIn, IsInt, IsNotEmpty, IsOptional, IsString, Matches, Min } from 'class-validator';

const MARITAL_STATUSES = ['soltero', 'casado', 'viudo', 'divorciado', 'separado'] as const;
const GENDERS = ['F', 'M', 'OTHER'] as const;
const DOCUMENT_TYPES = ['DPI', 'NIT', 'PASSPORT', 'LEGAL_ID', 'PERSONAL_ID', 'RESIDENCE_ID'] as const;
const SORT_ORDERS = ['asc', 'desc'] as const;

export class ListCardholdersQuery {
  @ApiPropertyOptional({ minimum: 1, default: 1 })
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

  @ApiPropertyOptional({ description: 'Matches e-mail, phone and document' })
  @IsOptional()
  @IsString()
  searchText?: string;

  @ApiPropertyOptional({ example: 'createdAt' })
  @IsOptional()
  @IsString()
  sortBy?: string;

  @ApiPropertyOptional({ enum: SORT_ORDERS })
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

  @ApiProperty({ enum: MARITAL_STATUSES })
  @IsIn(MARITAL_STATUSES)
  maritalStatus: string;

  @ApiProperty({ enum: GENDERS })
  @IsIn(GENDERS)
  gender: string;

  @ApiProperty({ example: '50255551234', description: 'With the country code' })
  @IsString()
  @IsNotEmpty()
  phoneNumber: string;

  @ApiProperty({ example: 'lucia.perez@example.com', format: 'email' })
  @IsEmail()
  email: string;

  @ApiProperty({ enum: DOCUMENT_TYPES })
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
