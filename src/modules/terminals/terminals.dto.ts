import { Source } from '../../common/decorators/source.js';
import { OpenField } from '../open-field.js';
import { BooleanField, TextField } from '../typed-fields.js';

/** A terminal cannot move to another branch. */
@Source('merchants/terminals')
export class UpdateTerminalDto {
  @BooleanField({ example: true })
  isActive: boolean;

  @TextField({ optional: true, example: 'dev-demo-9', description: 'Device that the terminal moves to' })
  newDeviceId?: string;

  @TextField({ optional: true, example: 'EXT-9001' })
  externalTerminalId?: string;

  @OpenField({ example: 'tap_to_phone', description: 'The values are not documented' })
  terminalType?: unknown;
}
