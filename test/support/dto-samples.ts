import 'reflect-metadata';
import type { Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { getMetadataStorage } from 'class-validator';

export type Sample = Record<string, unknown>;

/** One decorator of class-validator on one property. */
export interface Rule {
  property: string;
  type: string;
  name: string | undefined;
  constraints: readonly unknown[];
  each: boolean;
}

/** A body made of the examples that the API document shows. */
export function sampleOf(dto: Type): Sample {
  return Object.fromEntries(
    fieldsOf(dto).flatMap((name) => {
      const value = exampleOf(dto, name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

export function fieldsOf(dto: Type): string[] {
  return [...new Set(rulesOf(dto).map(({ property }) => property))];
}

export function rulesOf(dto: Type): Rule[] {
  return getMetadataStorage()
    .getTargetValidationMetadatas(dto, '', false, false)
    .map(({ propertyName, type, name, constraints, each }) => ({
      property: propertyName,
      type,
      name,
      constraints: (constraints as unknown[] | undefined) ?? [],
      // `Matches` and friends leave it undefined.
      each: Boolean(each as boolean | undefined),
    }));
}

/** The class of `@Type(() => Class)`, which may depend on the other fields. */
export function nestedTypeOf(dto: Type, name: string, others: Sample = {}): Type | undefined {
  if (!rulesOf(dto).some(({ property, type }) => property === name && type === 'nestedValidation')) return undefined;
  const made: unknown = (plainToInstance(dto, { ...others, [name]: {} }) as Sample)[name];
  return made instanceof Object && made.constructor !== Object ? (made.constructor as Type) : undefined;
}

function exampleOf(dto: Type, name: string): unknown {
  const described = Reflect.getMetadata('swagger/apiModelProperties', dto.prototype as object, name) as
    { example?: unknown; isArray?: boolean } | undefined;
  if (described?.example !== undefined) return described.example;
  const inner = nestedTypeOf(dto, name);
  if (inner === undefined) return undefined;
  return described?.isArray === true ? [sampleOf(inner)] : sampleOf(inner);
}
