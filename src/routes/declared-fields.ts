import type { Type } from '@nestjs/common';
import { getMetadataStorage } from 'class-validator';

/** The fields that a DTO has rules for. */
export function declaredFields(dto: Type): ReadonlySet<string> {
  const rules = getMetadataStorage().getTargetValidationMetadatas(dto, '', false, false);
  return new Set(rules.map(({ propertyName }) => propertyName));
}
