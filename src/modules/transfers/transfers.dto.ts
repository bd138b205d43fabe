import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  IsArray,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsNumber,
  IsOptional,
  IsPositive,
  IsString,
  Min,
  ValidateNested,
} from 'class-validator';

const CHANNELS = ['financialNetwork', 'webService'] as const;
const MOVEMENT_TYPES = ['debit', 'credit'] as const;
const MODELS = ['settlement', 'reversed'] as const;

/** Migo: wallet/card-transfers. Both cards are issued by Migo. */
export class CreateTransferDto {
  @ApiProperty({ example: 1401, minimum: 1, description: 'Source card' })
  @IsInt()
  @Min(1)
  fromCardId: number;

  @ApiProperty({ example: 1002, minimum: 1, description: 'Destination card' })
  @IsInt()
  @Min(1)
  toCardId: number;

  @ApiProperty({ example: 25.5, description: "Units of the card's currency, more than 0, up to 4 decimals" })
  @IsNumber()
  @IsPositive()
  amount: number;

  @ApiPropertyOptional({ example: 'Almuerzo', description: 'Reason of the transfer' })
  @IsOptional()
  @IsString()
  observations?: string;
}

export class TransferTypeDto {
  @ApiProperty({
    example: 'topUp',
    description: 'An open list: `posPurchase`, `ecommercePurchase`, `balanceTransfertoUser`, `topUp`, and others',
  })
  @IsString()
  @IsNotEmpty()
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

  @ApiPropertyOptional({ example: 'Recarga', description: 'Label' })
  @IsOptional()
  @IsString()
  name?: string;
}

export class CreateTransferTypesDto {
  @ApiProperty({
    type: [TransferTypeDto],
    example: [
      { type: 'topUp', channel: 'webService', movementType: 'credit', model: 'settlement', name: 'Recarga' },
    ] satisfies TransferTypeDto[],
  })
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => TransferTypeDto)
  types: TransferTypeDto[];
}
