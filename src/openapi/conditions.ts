import type { Schema } from '../routes/shape.js';

/** Where Nest's OpenAPI module keeps what `@ApiSchema` says; it copies all of it into the schema of the class. */
const API_SCHEMA = 'swagger/apiSchema';

/** What the fields of a DTO demand of each other, in words of JSON Schema 2020-12. */
export function Conditions(words: Schema): ClassDecorator {
  return (dto) => {
    Reflect.defineMetadata(API_SCHEMA, [words], dto);
  };
}

/** An object that has this member, and of this type. */
export function having(name: string, schema: Schema): Schema {
  return { required: [name], properties: { [name]: schema } };
}
