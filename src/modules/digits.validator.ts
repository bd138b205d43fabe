import { ValidateBy } from 'class-validator';

/** Digits only, as text or as a number: Migo calls such fields numeric, and shows texts. */
export function IsDigits(length?: number): PropertyDecorator {
  const pattern = new RegExp(`^\\d${length === undefined ? '+' : `{${length}}`}$`);
  return ValidateBy({
    name: 'isDigits',
    constraints: length === undefined ? [] : [length],
    validator: {
      validate: (value: unknown) =>
        (typeof value === 'string' || typeof value === 'number') && pattern.test(String(value)),
      defaultMessage: () => `$property must be ${length === undefined ? '' : `${length} `}digits`,
    },
  });
}
