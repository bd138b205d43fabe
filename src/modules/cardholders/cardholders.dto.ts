import { Source } from '../../common/decorators/source.js';
import { COUNTRY_CODE } from '../iso-codes.js';
import { OpenField } from '../open-field.js';
import { ThirdPartyCardDto } from '../third-party-card.dto.js';
import { ChoiceField, DateField, NumberField, PatternField, TextField } from '../typed-fields.js';

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
  @TextField({ example: 'Lucía' })
  name: string;

  @TextField({ example: 'Pérez' })
  lastName: string;

  @TextField({ example: '6a avenida 1-23, zona 1' })
  address: string;

  @PatternField(COUNTRY_CODE, 'an ISO 3166-1 country code', { example: 'GT', description: 'ISO 3166-1 country code' })
  countryOfBirth: string;

  @DateField({ example: '1990-04-23' })
  dateOfBirth: string;

  @ChoiceField(MARITAL_STATUSES, { example: 'soltero' })
  maritalStatus: string;

  @ChoiceField(GENDERS, { example: 'F' })
  gender: string;

  @TextField({ example: '50255551234', description: 'With the country code' })
  phoneNumber: string;

  @TextField({ example: 'lucia.perez@example.com' })
  email: string;

  @ChoiceField(DOCUMENT_TYPES, { example: 'DPI' })
  documentType: string;

  @TextField({ example: '2547896310101' })
  documentNumber: string;

  @NumberField({ example: 5001, description: 'Card to assign to the new cardholder' })
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
