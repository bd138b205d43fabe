import { ApiProperty } from '@nestjs/swagger';
import { IsDateString, IsIn, IsNumber, IsString, Matches } from 'class-validator';
import { Source } from '../../common/source.js';
import { COUNTRY_CODE } from '../iso-codes.js';
import { OpenField } from '../open-field.js';
import { ThirdPartyCardDto } from '../third-party-card.dto.js';

const MARITAL_STATUSES = ['soltero', 'casado', 'viudo', 'divorciado', 'separado'] as const;
const GENDERS = ['F', 'M', 'OTHER'] as const;
const DOCUMENT_TYPES = ['DPI', 'NIT', 'PASSPORT', 'LEGAL_ID', 'PERSONAL_ID', 'RESIDENCE_ID'] as const;

/** Migo documents the names and no types (cms-api/cardholders). */
export class ListCardholdersQuery {
  @OpenField({ example: 1 })
  page?: unknown;

  @OpenField({ example: 50 })
  limit?: unknown;

  @OpenField({ example: '50241', description: 'Matches e-mail, phone and document' })
  searchText?: unknown;

  @OpenField({ example: 'createdAt' })
  sortBy?: unknown;

  @OpenField({ example: 'desc', description: 'The values are not documented' })
  sortOrder?: unknown;
}

/** Every field is required. */
@Source('cms-api/cardholders')
export class CreateCardholderDto {
  @ApiProperty({ example: 'Lucía' })
  @IsString()
  name: string;

  @ApiProperty({ example: 'Pérez' })
  @IsString()
  lastName: string;

  @ApiProperty({ example: '6a avenida 1-23, zona 1' })
  @IsString()
  address: string;

  @ApiProperty({ example: 'GT', pattern: COUNTRY_CODE.source, description: 'ISO 3166-1 country code' })
  @Matches(COUNTRY_CODE, { message: 'countryOfBirth must be an ISO 3166-1 country code' })
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
  phoneNumber: string;

  @ApiProperty({ example: 'lucia.perez@example.com' })
  @IsString()
  email: string;

  @ApiProperty({ enum: DOCUMENT_TYPES, example: 'DPI' })
  @IsIn(DOCUMENT_TYPES)
  documentType: string;

  @ApiProperty({ example: '2547896310101' })
  @IsString()
  documentNumber: string;

  @ApiProperty({ example: 5001, description: 'Card to assign to the new cardholder' })
  @IsNumber()
  cardId: number;
}

/** The body is optional; the name of its only field is assumed (docs/adr/0001-assumptions-about-migo.md). */
export class CardholderDetailDto {
  @OpenField({
    example: '123456',
    format: 'password',
    writeOnly: true,
    description: 'One-time code, for operators who are subject to it; or in the header `X-Otp`',
  })
  otp?: unknown;
}

export class AssociateCardDto extends ThirdPartyCardDto {
  @OpenField({ required: true, example: 'Hermana' })
  declare alias: unknown;
}
