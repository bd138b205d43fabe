import { IsString, MinLength } from 'class-validator';
import { stacked } from '../../common/decorators/stacked.js';

/** Text that is not empty. */
export function Text(): PropertyDecorator {
  return stacked(IsString(), MinLength(1));
}
