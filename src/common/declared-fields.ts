import type { Type } from '@nestjs/common';
import { getMetadataStorage, type MetadataStorage, ValidationTypes } from 'class-validator';

const known = new WeakMap<Type, ReadonlySet<string>>();

/** Members for which a DTO has rules. */
export function declaredFields(dto: Type): ReadonlySet<string> {
  const before = known.get(dto);
  if (before !== undefined) return before;
  const fields = new Set(rulesOf(dto).map(({ propertyName }) => propertyName));
  known.set(dto, fields);
  return fields;
}

/** Whether any value of a field, or its absence, is refused. */
export function hasRules(dto: Type): boolean {
  return rulesOf(dto).some(({ type }) => type !== ValidationTypes.WHITELIST);
}

function rulesOf(dto: Type): ReturnType<MetadataStorage['getTargetValidationMetadatas']> {
  return getMetadataStorage().getTargetValidationMetadatas(dto, '', false, false);
}
