import type { Type } from '@nestjs/common';
import { ApiQuery } from '@nestjs/swagger';
import { isRecord } from '../../common/json.js';
import { hasNoType } from '../json-schema.js';
import { documentRules, PROPERTY, PROPERTY_NAMES } from './dto-rules.js';

const JSON_TYPES: ReadonlyMap<unknown, string> = new Map<unknown, string>([
  [Number, 'number'],
  [Boolean, 'boolean'],
]);

/** What is written into a query is text to Migo, and a number to many a client. */
const ANY_TEXT = { anyOf: [{ type: 'string' }, { type: 'number' }] };

/** One OpenAPI parameter for each property of a query DTO. */
export function queryParameters(dto: Type | undefined): MethodDecorator[] {
  if (dto === undefined) return [];
  documentRules(dto);
  const prototype: object = dto.prototype as object;
  const names: unknown = Reflect.getMetadata(PROPERTY_NAMES, prototype);
  return (Array.isArray(names) ? names : []).map((entry: unknown) => {
    const name = String(entry).slice(1);
    const property: unknown = Reflect.getMetadata(PROPERTY, prototype, name);
    const { required, description, type, isArray, oneOf, ...rules } = isRecord(property) ? property : {};
    const typed = { type: typeof type === 'string' ? type : (JSON_TYPES.get(type) ?? 'string') };
    const schema = { ...rules, ...(hasNoType(oneOf) ? ANY_TEXT : typed) };
    return ApiQuery({
      name,
      // Like everywhere in Nest: required, where it does not say otherwise.
      required: required !== false,
      ...(typeof description === 'string' && { description }),
      schema: isArray === true && typed.type !== 'array' ? { type: 'array', items: schema } : schema,
    });
  });
}
