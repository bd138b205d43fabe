import type { Type } from '@nestjs/common';
import { ApiQuery } from '@nestjs/swagger';
import { isRecord } from '../../common/json.js';
import { documentRules, PROPERTY, PROPERTY_NAMES } from './dto-rules.js';

const JSON_TYPES: ReadonlyMap<unknown, string> = new Map<unknown, string>([
  [Number, 'number'],
  [Boolean, 'boolean'],
]);

/** In a query everything is text; a number of an open field can be given as one. */
function typeOf(type: unknown, { oneOf, example }: Readonly<Record<string, unknown>>): string | string[] {
  if (typeof type === 'string') return type;
  if (oneOf !== undefined && typeof example === 'number') return ['integer', 'string'];
  return JSON_TYPES.get(type) ?? 'string';
}

/** One OpenAPI parameter for each property of a query DTO. */
export function queryParameters(dto: Type | undefined): MethodDecorator[] {
  if (dto === undefined) return [];
  documentRules(dto);
  const prototype: object = dto.prototype as object;
  const names: unknown = Reflect.getMetadata(PROPERTY_NAMES, prototype);
  return (Array.isArray(names) ? names : []).map((entry: unknown) => {
    const name = String(entry).slice(1);
    const property: unknown = Reflect.getMetadata(PROPERTY, prototype, name);
    const { required, description, type, isArray, ...rules } = isRecord(property) ? property : {};
    const schema = { ...rules, type: typeOf(type, rules) };
    return ApiQuery({
      name,
      // Like everywhere in Nest: required, where it does not say otherwise.
      required: required !== false,
      ...(typeof description === 'string' && { description }),
      schema: isArray === true && schema.type !== 'array' ? { type: 'array', items: schema } : schema,
    });
  });
}
