import { ValidateBy, type ValidationOptions } from 'class-validator';

const PLAIN_DECIMAL = /^\d+(\.\d{1,4})?$/;

/**
 * A JSON number above zero with up to 4 decimals: Migo's limit for money. Not `IsNumber({ maxDecimalPlaces })`, which throws
 * on `1e-7` and lets `1.5e-7` through.
 */
export function IsAmount(options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isAmount',
      validator: {
        validate: (value: unknown) => typeof value === 'number' && value > 0 && PLAIN_DECIMAL.test(String(value)),
        defaultMessage: () => '$property must be a number above zero with up to 4 decimals',
      },
    },
    options,
  );
}
