import type { Type as Class } from '@nestjs/common';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsObject, ValidateNested } from 'class-validator';
import { type FieldOptions, ruledField } from './typed-fields.js';

/** An object that is a DTO itself. */
export function NestedField(dto: Class, options: FieldOptions): PropertyDecorator {
  const rules = [IsObject(), ValidateNested(), Type(() => dto)];
  return ruledField({ type: dto }, options, ...rules);
}

interface Size {
  minItems: number;
  maxItems: number;
}

/** A list of such. */
export function NestedListField(dto: Class, options: FieldOptions, size?: Size): PropertyDecorator {
  const each = { each: true };
  const sizes = size === undefined ? [] : [ArrayMinSize(size.minItems), ArrayMaxSize(size.maxItems)];
  const rules = [IsArray(), ...sizes, IsObject(each), ValidateNested(each), Type(() => dto)];
  return ruledField({ type: [dto], ...size }, options, ...rules);
}
