import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsNotEmpty, IsObject, IsOptional, IsString, ValidateNested } from 'class-validator';

/** Migo: recurring-payments/overview names removal and default without their bodies: a card is named as at the addition. */
export class PaymentMethodKeyDto {
  @ApiPropertyOptional({ example: '50255560001', description: 'Of the payer' })
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  userId?: string;

  @ApiPropertyOptional({ example: 'migoDeveloper' })
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  clientId?: string;

  @ApiPropertyOptional({ example: 'card_demo_1', description: 'Of the tokenized card; never a card number' })
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  cardId?: string;
}

/** Migo: recurring-payments/payment-methods, as a sample: none of the fields is called required. */
class TokenizeDataDto extends PaymentMethodKeyDto {
  @ApiPropertyOptional({ example: 'visa-cybersource' })
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  processorId?: string;

  @ApiPropertyOptional({ example: 'Visa', description: 'Name that the payer sees' })
  @IsOptional()
  @IsString()
  alias?: string;
}

/** Migo: recurring-payments/payment-methods. */
export class AddPaymentMethodDto {
  @ApiProperty({
    type: TokenizeDataDto,
    example: {
      userId: '50255560001',
      clientId: 'migoDeveloper',
      processorId: 'visa-cybersource',
      cardId: 'card_demo_9',
      alias: 'Visa',
    },
  })
  @IsObject()
  @ValidateNested()
  @Type(() => TokenizeDataDto)
  tokenizeData: TokenizeDataDto;
}
