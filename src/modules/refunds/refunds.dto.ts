import { Source } from '../../common/decorators/source.js';
import { TextField } from '../typed-fields.js';

@Source('recipes/costa-rica')
export class RevertTransactionDto {
  @TextField({ example: 'trx_demo00000007' })
  transactionUid: string;

  @TextField({ example: 'visa-cybersource', description: 'Of the transaction; not every one can revert' })
  processor: string;
}
