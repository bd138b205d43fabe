import { toOpenApi30 } from '../../src/openapi/openapi-3.0.js';

it('a schema that is true or false is an object in 3.0', () => {
  const schemas = {
    A: {
      type: 'object' as const,
      properties: { meta: true, none: false },
      allOf: [true],
      anyOf: [false, { not: true }],
      additionalProperties: false,
    },
  };
  const document = { openapi: '3.1.0', info: { title: 't', version: '1' }, paths: {}, components: { schemas } };
  expect(toOpenApi30(document as never).components?.schemas).toEqual({
    A: {
      type: 'object',
      properties: { meta: {}, none: { not: {} } },
      allOf: [{}],
      anyOf: [{ not: {} }, { not: {} }],
      additionalProperties: false,
    },
  });
});
