import { applyDecorators, type Type as Class } from '@nestjs/common';
import { Type } from 'class-transformer';
import { IsArray, IsInstance, IsObject, ValidateNested } from 'class-validator';

/** Settings below a setting, which are looked into. */
export function Section(of: () => Class): PropertyDecorator {
  return applyDecorators(IsObject(), ValidateNested(), Type(of));
}

/** A list of such. */
export function SectionList(of: () => Class): PropertyDecorator {
  return applyDecorators(IsArray(), ValidateNested({ each: true }), Type(of));
}

/** Such by names of somebody's choice. */
export function SectionMap(of: () => Class): PropertyDecorator {
  return applyDecorators(IsInstance(Map), ValidateNested({ each: true }), Type(of));
}
