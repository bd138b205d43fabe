import { ValidateBy, type ValidationArguments } from 'class-validator';

/** The field must equal another one of the same body. The message has no values: they may be secrets. */
export function SameAs(other: string): PropertyDecorator {
  return ValidateBy({
    name: 'sameAs',
    constraints: [other],
    validator: {
      validate: (value: unknown, args?: ValidationArguments) =>
        args !== undefined && value === Reflect.get(args.object, other),
      defaultMessage: () => `$property must equal ${other}`,
    },
  });
}
