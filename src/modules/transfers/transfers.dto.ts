import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsArray, IsObject, IsIn, IsNumber, IsString, ValidateNested } from 'class-validator';
import { Source } from '../../common/source.js';
import { IsAmount } from '../amount.validator.js';
import { OpenField } from '../open-field.js';

const CHANNELS = ['financialNetwork', 'webService'] as const;
const MOVEMENT_TYPES = ['debit', 'credit'] as const;
const MODELS = ['settlement', 'reversed'] as const;

/** Both cards are issued by Migo. */
@Source('wallet/card-transfers')
export class CreateTransferDto {
  @ApiProperty({ example: 1401, description: 'Source card' })
  @IsNumber()
  fromCardId: number;

  @ApiProperty({ example: 1002, description: 'Destination card' })
  @IsNumber()
  toCardId: number;

  @ApiProperty({
    example: 25.5,
    description: "Units of the card's currency, more than 0, up to 4 decimals",
  })
  @Source('support/error-catalog', 'wallet/overview')
  @IsAmount({ aboveZero: true })
  amount: number;

  @OpenField({ example: 'Almuerzo', description: 'Reason of the transfer' })
  observations?: unknown;
}

@Source('wallet/card-transfers')
export class TransferTypeDto {
  @ApiProperty({
    example: 'topUp',
    description: 'An open list: `posPurchase`, `ecommercePurchase`, `balanceTransfertoUser`, `topUp`, and others',
  })
  @IsString()
  type: string;

  @ApiProperty({ enum: CHANNELS, example: 'webService' })
  @IsIn(CHANNELS)
  channel: string;

  @ApiProperty({ enum: MOVEMENT_TYPES, example: 'credit' })
  @IsIn(MOVEMENT_TYPES)
  movementType: string;

  @ApiProperty({ enum: MODELS, example: 'settlement' })
  @IsIn(MODELS)
  model: string;

  @OpenField({ example: 'Recarga', description: 'Label' })
  name?: unknown;
}

@Source('wallet/card-transfers')
export class CreateTransferTypesDto {
  @ApiProperty({
    type: [TransferTypeDto],
    example: [
      { type: 'topUp', channel: 'webService', movementType: 'credit', model: 'settlement', name: 'Recarga' },
    ] satisfies TransferTypeDto[],
  })
  @IsArray()
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => TransferTypeDto)
  types: TransferTypeDto[];
}
