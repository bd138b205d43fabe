import { ApiProperty, ApiPropertyOptional, type ApiPropertyOptions } from '@nestjs/swagger';
import { IsBoolean, IsDateString, IsIn, IsNumber, IsObject, IsOptional, IsString, Matches } from 'class-validator';
import { stacked } from '../common/decorators/stacked.js';

/** What the document says of a field. */
export interface FieldOptions {
  example: unknown;
  description?: string;
  /** It may be left out, or be null. */
  optional?: true;
  format?: string;
  writeOnly?: boolean;
}

/** A field of which Migo's page gives a type or another rule: described, and checked by it. */
export function ruledField(
  schema: ApiPropertyOptions,
  { optional, ...described }: FieldOptions,
  ...rules: readonly PropertyDecorator[]
): PropertyDecorator {
  const mayBeMissing = optional === true;
  const describe = mayBeMissing ? ApiPropertyOptional : ApiProperty;
  return stacked(describe({ ...schema, ...described }), ...(mayBeMissing ? [IsOptional()] : []), ...rules);
}

export function TextField(options: FieldOptions): PropertyDecorator {
  return ruledField({}, options, IsString());
}

export function NumberField(options: FieldOptions): PropertyDecorator {
  return ruledField({}, options, IsNumber());
}

export function BooleanField(options: FieldOptions): PropertyDecorator {
  return ruledField({}, options, IsBoolean());
}

/** An object with any keys. */
export function ObjectField(options: FieldOptions): PropertyDecorator {
  return ruledField({ type: 'object', additionalProperties: true }, options, IsObject());
}

/** One of a few texts. */
export function ChoiceField(values: readonly string[], options: FieldOptions): PropertyDecorator {
  return ruledField({ enum: [...values] }, options, IsIn(values));
}

/** Text of a form that has a name: `it` completes "must be". */
export function PatternField(pattern: RegExp, it: string, options: FieldOptions): PropertyDecorator {
  return ruledField({ pattern: pattern.source }, options, Matches(pattern, { message: `$property must be ${it}` }));
}

/** A day, without a time. */
export function DateField(options: FieldOptions): PropertyDecorator {
  const isWritten = Matches(/^\d{4}-\d{2}-\d{2}$/, { message: '$property must be YYYY-MM-DD' });
  return ruledField({ format: 'date' }, options, isWritten, IsDateString({ strict: true }));
}
