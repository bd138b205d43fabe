import type { Type as Class } from '@nestjs/common';
import { Type } from 'class-transformer';
import { IsArray, IsInstance, IsObject, ValidateNested } from 'class-validator';
import { stacked } from '../../common/decorators/stacked.js';

/** Settings below a setting, which are looked into. */
export function Section(of: () => Class): PropertyDecorator {
  return stacked(IsObject(), ValidateNested(), Type(of));
}

/** A list of such. */
export function SectionList(of: () => Class): PropertyDecorator {
  return stacked(IsArray(), ValidateNested({ each: true }), Type(of));
}

/** Such by names of somebody's choice. */
export function SectionMap(of: () => Class): PropertyDecorator {
  return stacked(IsInstance(Map), ValidateNested({ each: true }), Type(of));
}
