import type { Type as Class } from '@nestjs/common';
import { getMetadataStorage, ValidationTypes } from 'class-validator';
import { sectionOf } from './sections.js';

/** Whether the settings are complete without this one (`@IsOptional()`), which is named by its path in a section. */
export function mayBeAbsent(section: Class, [name = '', ...below]: readonly string[]): boolean {
  const inner = sectionOf(section, name);
  if (below.length > 0) return inner !== undefined && mayBeAbsent(inner, below);
  return getMetadataStorage()
    .getTargetValidationMetadatas(section, '', false, false)
    .some(({ propertyName, type }) => propertyName === name && type === ValidationTypes.CONDITIONAL_VALIDATION);
}
