import type { Type } from '@nestjs/common';
import { getMetadataStorage } from 'class-validator';

const known = new WeakMap<Type, ReadonlySet<string>>();

/** Members for which a DTO has rules. */
export function declaredFields(dto: Type): ReadonlySet<string> {
  const before = known.get(dto);
  if (before !== undefined) return before;
  const rules = getMetadataStorage().getTargetValidationMetadatas(dto, '', false, false);
  const fields = new Set(rules.map(({ propertyName }) => propertyName));
  known.set(dto, fields);
  return fields;
}
