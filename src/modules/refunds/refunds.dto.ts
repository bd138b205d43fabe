import { ApiProperty } from '@nestjs/swagger';
import { IsNotEmpty, IsString } from 'class-validator';

/** Migo: recipes/costa-rica. */
export class RevertTransactionDto {
  @ApiProperty({ example: 'trx_demo00000007' })
  @IsString()
  @IsNotEmpty()
  transactionUid: string;

  @ApiProperty({ example: 'visa-cybersource', description: 'Of the transaction; not every one can revert' })
  @IsString()
  @IsNotEmpty()
  processor: string;
}
