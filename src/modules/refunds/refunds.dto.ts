import { ApiProperty } from '@nestjs/swagger';
import { IsString } from 'class-validator';
import { Source } from '../../common/source.js';

@Source('recipes/costa-rica')
export class RevertTransactionDto {
  @ApiProperty({ example: 'trx_demo00000007' })
  @IsString()
  transactionUid: string;

  @ApiProperty({ example: 'visa-cybersource', description: 'Of the transaction; not every one can revert' })
  @IsString()
  processor: string;
}
