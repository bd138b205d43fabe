import { Source } from '../../common/decorators/source.js';
import { OpenField } from '../open-field.js';
import { ChoiceField, DateField, TextField } from '../typed-fields.js';

const GENDERS = ['F', 'M', 'OTHER'] as const;
const ONE_PAGE_REQUIRES = 'one page of Migo requires it, a sample of another lacks it';

/** From `partner` on the fields are known from samples only. */
@Source('merchants/leads')
export class CreateLeadDto {
  @TextField({ example: 'Olga' })
  firstName: string;

  @TextField({ example: 'Paz' })
  lastName: string;

  @TextField({ example: 'Café Demo', description: 'Trade name' })
  commercialName: string;

  @ChoiceField(GENDERS, { optional: true, example: 'F', description: `Optional here: ${ONE_PAGE_REQUIRES}` })
  gender?: string;

  @TextField({
    optional: true,
    example: '2547896310101',
    description: `Personal identification number. Optional here: ${ONE_PAGE_REQUIRES}`,
  })
  cui?: string;

  @DateField({
    optional: true,
    example: '2031-05-30',
    description: `Of the identity document. Optional here: ${ONE_PAGE_REQUIRES}`,
  })
  expirationDate?: string;

  @OpenField({ example: 'migoDeveloper', description: "Partner's slug; the values are not documented" })
  partner?: unknown;

  @OpenField({ example: '50255551234' })
  phone?: unknown;

  @OpenField({ example: '6a avenida 1-23, zona 1' })
  address?: unknown;

  @OpenField({ example: 'Café Demo, S.A.' })
  businessName?: unknown;

  @OpenField({ example: 'Guatemala' })
  placeOfBirth?: unknown;

  @OpenField({ example: 'Centro Histórico' })
  neighborhood?: unknown;

  @OpenField({ example: 'Restaurantes' })
  economicActivity?: unknown;

  @OpenField({ example: '1234567-8', description: 'Tax id' })
  nit?: unknown;

  @OpenField({ example: 'olga@shop.migo.test' })
  email?: unknown;

  @OpenField({ example: 'GTM' })
  nationality?: unknown;

  @OpenField({ example: 'GTM' })
  countryOfBirth?: unknown;

  @OpenField({ example: 'GTM', description: "Country code: `GTM` in one of Migo's samples, `GT` in another" })
  country?: unknown;

  @OpenField({ example: '1990-04-23', description: 'YYYY-MM-DD in the sample' })
  dateOfBirth?: unknown;

  @OpenField({ example: 'soltero' })
  maritalStatus?: unknown;

  @OpenField({ example: 'general' })
  taxRegime?: unknown;

  @OpenField({ example: 'standard' })
  rtuType?: unknown;

  @OpenField({ example: true })
  canInvoice?: unknown;

  @OpenField({ example: 'MIGO_LINK_USD' })
  sdk?: unknown;

  @OpenField({
    example: [
      { slug: 'akisiQR', acquirerSlug: 'akisi' },
      { slug: 'td/tc', acquirerSlug: 'neonet' },
    ],
  })
  paymentMethods?: unknown;
}
