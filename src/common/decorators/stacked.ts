import { applyDecorators } from '@nestjs/common';

/** Decorators as if they stood above a property, the first on top: the compiler applies the lowest first, and messages come in that order. */
export function stacked(...decorators: readonly PropertyDecorator[]): PropertyDecorator {
  return applyDecorators(...decorators.toReversed());
}
