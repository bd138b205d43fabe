import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { ValidateBy } from 'class-validator';
import { numberTextOf, readNumber } from '../common/number-text.js';

const MAX_DECIMALS = 4;

/** An amount that is written as text, for the document. */
export const AMOUNT_TEXT = '^[+-]?(?:\\d+\\.?(?:\\d{1,4}0*)?|\\.\\d{1,4}0*)(?:[eE]\\+?\\d+)?$';

export interface AmountRules {
  /** Zero and below are refused. */
  aboveZero: boolean;
  /** It may be written as text: a form field, or an amount whose type Migo does not document. */
  text: boolean;
}

/** A number that a float has rounded. */
class WrittenNumber {
  constructor(readonly text: string) {}
}

/** Migo's limit for money: a number with up to 4 decimals, by the digits that were sent. */
export function IsAmount({ aboveZero, text }: AmountRules): PropertyDecorator {
  return applyDecorators(
    Transform(({ value, obj, key }: { value: unknown; obj: object; key: string }) => {
      const written = typeof value === 'number' ? numberTextOf(obj, key) : undefined;
      return written === undefined ? value : new WrittenNumber(written);
    }),
    ValidateBy({
      name: 'isAmount',
      constraints: [aboveZero, text],
      validator: {
        validate: (value: unknown) => {
          const number = readNumber(textOf(value, text));
          return number !== undefined && number.decimals <= MAX_DECIMALS && (number.isAboveZero || !aboveZero);
        },
        defaultMessage: () =>
          `$property must be a number${aboveZero ? ' above zero' : ''} with up to ${MAX_DECIMALS} decimals`,
      },
    }),
  );
}

function textOf(value: unknown, takesText: boolean): string {
  if (value instanceof WrittenNumber) return value.text;
  return typeof value === 'number' || (takesText && typeof value === 'string') ? String(value) : '';
}
