import type { ApiPropertyOptions } from '@nestjs/swagger';
import { type AmountRules, IsAmount } from './amount.validator.js';
import { type FieldOptions, ruledField } from './typed-fields.js';

/** Money. `schema`: where the property's own type does not tell it. */
export function AmountField(
  { aboveZero = false, text = false, ...options }: FieldOptions & Partial<AmountRules>,
  schema: ApiPropertyOptions = {},
): PropertyDecorator {
  return ruledField(schema, options, IsAmount({ aboveZero, text }));
}
