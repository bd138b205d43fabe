import SwaggerParser from '@apidevtools/swagger-parser';
import { Validator } from '@seriousme/openapi-schema-validator';
import { GatewayProcess } from '../support/gateway-process.js';

const OWN_WORDS_OF_31 = ['const', 'examples', 'if', 'then'];

describe('the OpenAPI document in 3.0.3', () => {
  let gateway: GatewayProcess;
  // The documents are what the tests look into.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  let older: any;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  let newer: any;

  const read = async (path: string): Promise<unknown> => (await fetch(gateway.url + path)).json();

  beforeAll(async () => {
    gateway = await GatewayProcess.start({ config: {} });
    older = await read('/openapi-3.0.json');
    newer = await read('/openapi.json');
  });

  afterAll(() => gateway.stop());

  it('is valid for two validators that know nothing of each other', async () => {
    const { valid, errors } = await new Validator().validate(structuredClone(older));
    expect({ valid, errors }).toEqual({ valid: true, errors: undefined });
    await expect(SwaggerParser.validate(structuredClone(older))).resolves.toMatchObject({ openapi: '3.0.3' });
  });

  it('is refused by them as soon as it has a word of 3.1', async () => {
    const spoilt = structuredClone(older);
    spoilt.components.schemas.Problem.properties.title.type = ['string', 'null'];
    expect((await new Validator().validate(structuredClone(spoilt))).valid).toBe(false);
    await expect(SwaggerParser.validate(spoilt)).rejects.toThrow();
  });

  it('has the operations, answers and named schemas of the one in 3.1', () => {
    expect(outline(older)).toEqual(outline(newer));
    expect(Object.keys(older.components.schemas)).toEqual(Object.keys(newer.components.schemas));
    const { security, servers, tags } = newer;
    expect(older).toMatchObject(JSON.parse(JSON.stringify({ security, servers, tags })));
  });

  it('says in the words of 3.0 what may be null, what is one value, and what is above zero', () => {
    const { schemas } = older.components;
    expect(schemas.Transfer.properties.reference).toEqual({ type: 'string', nullable: true });
    expect(schemas.Problem.properties.success.enum).toEqual([false]);
    expect(wordsOf(schemas).filter((word) => OWN_WORDS_OF_31.includes(word))).toEqual([]);
  });
});

function outline({
  paths,
}: {
  paths: Record<string, Record<string, { responses: object; parameters?: object[] }>>;
}): object {
  return Object.entries(paths).map(([path, item]) => [
    path,
    Object.entries(item).map(([method, { responses, parameters = [] }]) => [
      method,
      Object.keys(responses),
      parameters.length,
    ]),
  ]);
}

function wordsOf(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([word, value]) => [word, ...wordsOf(value)]);
}
