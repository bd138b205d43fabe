import { applyDecorators } from '@nestjs/common';
import { IsString, MinLength } from 'class-validator';

/** Text that is not empty. */
export function Text(): PropertyDecorator {
  return applyDecorators(IsString(), MinLength(1));
}
