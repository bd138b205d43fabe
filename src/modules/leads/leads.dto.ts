import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  IsArray,
  IsBoolean,
  IsDateString,
  IsIn,
  IsNotEmpty,
  IsOptional,
  IsString,
  Matches,
  ValidateNested,
} from 'class-validator';

const GENDERS = ['F', 'M', 'OTHER'] as const;
const ONE_PAGE_REQUIRES = 'one page of Migo requires it, a sample of another lacks it';

export class LeadPaymentMethodDto {
  @ApiProperty({ example: 'akisiQR' })
  @IsString()
  @IsNotEmpty()
  slug: string;

  @ApiPropertyOptional({ example: 'akisi' })
  @IsOptional()
  @IsString()
  acquirerSlug?: string;
}

/** Migo: merchants/leads. Beyond `partner` the fields are known from samples only. */
export class CreateLeadDto {
  @ApiProperty({ example: 'Olga' })
  @IsString()
  @IsNotEmpty()
  firstName: string;

  @ApiProperty({ example: 'Paz' })
  @IsString()
  @IsNotEmpty()
  lastName: string;

  @ApiProperty({ example: 'Café Demo', description: 'Trade name' })
  @IsString()
  @IsNotEmpty()
  commercialName: string;

  @ApiPropertyOptional({ enum: GENDERS, example: 'F', description: `Optional here: ${ONE_PAGE_REQUIRES}` })
  @IsOptional()
  @IsIn(GENDERS)
  gender?: string;

  @ApiPropertyOptional({
    example: '2547896310101',
    description: `Personal identification number. Optional here: ${ONE_PAGE_REQUIRES}`,
  })
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  cui?: string;

  @ApiPropertyOptional({
    example: '2031-05-30',
    format: 'date',
    description: `Of the identity document. Optional here: ${ONE_PAGE_REQUIRES}`,
  })
  @IsOptional()
  @Matches(/^\d{4}-\d{2}-\d{2}$/, { message: 'expirationDate must be YYYY-MM-DD' })
  @IsDateString({ strict: true })
  expirationDate?: string;

  @ApiPropertyOptional({ example: 'migoDeveloper', description: "Partner's slug; the values are not documented" })
  @IsOptional()
  @IsString()
  partner?: string;

  @ApiPropertyOptional({ example: '50255551234' })
  @IsOptional()
  @IsString()
  phone?: string;

  @ApiPropertyOptional({ example: '6a avenida 1-23, zona 1' })
  @IsOptional()
  @IsString()
  address?: string;

  @ApiPropertyOptional({ example: 'Café Demo, S.A.' })
  @IsOptional()
  @IsString()
  businessName?: string;

  @ApiPropertyOptional({ example: 'Guatemala' })
  @IsOptional()
  @IsString()
  placeOfBirth?: string;

  @ApiPropertyOptional({ example: 'Centro Histórico' })
  @IsOptional()
  @IsString()
  neighborhood?: string;

  @ApiPropertyOptional({ example: 'Restaurantes' })
  @IsOptional()
  @IsString()
  economicActivity?: string;

  @ApiPropertyOptional({ example: '1234567-8', description: 'Tax id' })
  @IsOptional()
  @IsString()
  nit?: string;

  @ApiPropertyOptional({ example: 'olga@shop.migo.test' })
  @IsOptional()
  @IsString()
  email?: string;

  @ApiPropertyOptional({ example: 'GTM' })
  @IsOptional()
  @IsString()
  nationality?: string;

  @ApiPropertyOptional({ example: 'GTM' })
  @IsOptional()
  @IsString()
  countryOfBirth?: string;

  @ApiPropertyOptional({ example: 'GTM', description: "Country code: `GTM` in one of Migo's samples, `GT` in another" })
  @IsOptional()
  @IsString()
  country?: string;

  @ApiPropertyOptional({ example: '1990-04-23', description: 'YYYY-MM-DD in the sample' })
  @IsOptional()
  @IsString()
  dateOfBirth?: string;

  @ApiPropertyOptional({ example: 'soltero' })
  @IsOptional()
  @IsString()
  maritalStatus?: string;

  @ApiPropertyOptional({ example: 'general' })
  @IsOptional()
  @IsString()
  taxRegime?: string;

  @ApiPropertyOptional({ example: 'standard' })
  @IsOptional()
  @IsString()
  rtuType?: string;

  @ApiPropertyOptional({ example: true })
  @IsOptional()
  @IsBoolean()
  canInvoice?: boolean;

  @ApiPropertyOptional({ example: 'MIGO_LINK_USD' })
  @IsOptional()
  @IsString()
  sdk?: string;

  @ApiPropertyOptional({
    type: [LeadPaymentMethodDto],
    example: [
      { slug: 'akisiQR', acquirerSlug: 'akisi' },
      { slug: 'td/tc', acquirerSlug: 'neonet' },
    ] satisfies LeadPaymentMethodDto[],
  })
  @IsOptional()
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => LeadPaymentMethodDto)
  paymentMethods?: LeadPaymentMethodDto[];
}
