import { Source } from '../../common/decorators/source.js';
import { OpenField } from '../open-field.js';
import { AmountField } from '../amount-field.js';
import { NestedListField } from '../nested-fields.js';
import { ChoiceField, NumberField, TextField } from '../typed-fields.js';

const CHANNELS = ['financialNetwork', 'webService'] as const;
const MOVEMENT_TYPES = ['debit', 'credit'] as const;
const MODELS = ['settlement', 'reversed'] as const;

/** Both cards are issued by Migo. */
@Source('wallet/card-transfers')
export class CreateTransferDto {
  @NumberField({ example: 1401, description: 'Source card' })
  fromCardId: number;

  @NumberField({ example: 1002, description: 'Destination card' })
  toCardId: number;

  @AmountField({
    aboveZero: true,
    example: 25.5,
    description: "Units of the card's currency, more than 0, up to 4 decimals",
  })
  @Source('support/error-catalog', 'wallet/overview')
  amount: number;

  @OpenField({ example: 'Almuerzo', description: 'Reason of the transfer' })
  observations?: unknown;
}

@Source('wallet/card-transfers')
export class TransferTypeDto {
  @TextField({
    example: 'topUp',
    description: 'An open list: `posPurchase`, `ecommercePurchase`, `balanceTransfertoUser`, `topUp`, and others',
  })
  type: string;

  @ChoiceField(CHANNELS, { example: 'webService' })
  channel: string;

  @ChoiceField(MOVEMENT_TYPES, { example: 'credit' })
  movementType: string;

  @ChoiceField(MODELS, { example: 'settlement' })
  model: string;

  @OpenField({ example: 'Recarga', description: 'Label' })
  name?: unknown;
}

@Source('wallet/card-transfers')
export class CreateTransferTypesDto {
  @NestedListField(TransferTypeDto, {
    example: [
      { type: 'topUp', channel: 'webService', movementType: 'credit', model: 'settlement', name: 'Recarga' },
    ] satisfies TransferTypeDto[],
  })
  types: TransferTypeDto[];
}
