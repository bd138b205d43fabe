import type { Type } from '@nestjs/common';
import { ApiQuery } from '@nestjs/swagger';
import { isJson } from '../clients/json.js';

/** Where Nest's OpenAPI module keeps what `@ApiProperty` says. */
const PROPERTY_NAMES = 'swagger/apiModelPropertiesArray';
const PROPERTY = 'swagger/apiModelProperties';

const JSON_TYPES: ReadonlyMap<unknown, string> = new Map<unknown, string>([
  [Number, 'number'],
  [Boolean, 'boolean'],
]);

/** One OpenAPI parameter for each property of a query DTO. */
export function queryParameters(dto: Type | undefined): MethodDecorator[] {
  if (dto === undefined) return [];
  const prototype: object = dto.prototype as object;
  const names: unknown = Reflect.getMetadata(PROPERTY_NAMES, prototype);
  return (Array.isArray(names) ? names : []).map((entry: unknown) => {
    const name = String(entry).slice(1);
    const property: unknown = Reflect.getMetadata(PROPERTY, prototype, name);
    const { required, description, example, type, ...schema } = isJson(property) ? property : {};
    return ApiQuery({
      name,
      // What @ApiProperty does not say: only an optional one is marked.
      required: required !== false,
      ...(typeof description === 'string' && { description }),
      ...(example !== undefined && { example }),
      schema: { ...schema, type: JSON_TYPES.get(type) ?? 'string' },
    });
  });
}
