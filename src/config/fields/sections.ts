import type { Type as Class } from '@nestjs/common';
import { Type } from 'class-transformer';
import { IsArray, IsInstance, IsObject, ValidateNested } from 'class-validator';
import { stacked } from '../../common/decorators/stacked.js';

const SECTION = Symbol('section');

/** Settings below a setting, which are looked into. */
export function Section(of: () => Class): PropertyDecorator {
  return stacked(Reflect.metadata(SECTION, of), IsObject(), ValidateNested(), Type(of));
}

/** The class of a section by its name in another one. */
export function sectionOf({ prototype }: Class, name: string): Class | undefined {
  const of = Reflect.getMetadata(SECTION, prototype as object, name) as (() => Class) | undefined;
  return of?.();
}

/** A list of sections. */
export function SectionList(of: () => Class): PropertyDecorator {
  return stacked(IsArray(), ...eachSection(of));
}

/** A map of sections, by names of somebody's choice. */
export function SectionMap(of: () => Class): PropertyDecorator {
  return stacked(IsInstance(Map), ...eachSection(of));
}

/** A list in the place of a section is looked into, too, and would pass for one. */
function eachSection(of: () => Class): PropertyDecorator[] {
  return [IsObject({ each: true, message: 'each must be a map' }), ValidateNested({ each: true }), Type(of)];
}
