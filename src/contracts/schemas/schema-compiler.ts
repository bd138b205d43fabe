import addFormats from 'ajv-formats';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { isRecord, type JsonObject } from '../../common/json.js';
import { SCHEMAS } from './json-schema.js';
import { patternEngine } from './safe-pattern.js';

/** Under which ajv knows a named schema by itself, so that it is compiled once and not anew for each operation. */
const ID = 'contract:';

const OPTIONS = {
  // Files of others: unknown keywords and formats say nothing here.
  strict: false,
  logger: false,
  allErrors: true,
  // A field called toString is not there because every object has a method of that name.
  ownProperties: true,
  code: { regExp: patternEngine },
} as const;

/** Compiles schemas of contract files with those that they refer to. */
export class SchemaCompiler {
  private readonly ajv: Ajv2020;

  /** @param coerceTypes whether text may stand for a number or a boolean, as it does in a query */
  constructor(coerceTypes: boolean) {
    this.ajv = addFormats.default(new Ajv2020({ ...OPTIONS, coerceTypes }), { mode: 'fast' });
  }

  /** @throws Error of ajv where a schema makes no sense */
  compile(schema: JsonObject, definitions: Readonly<Record<string, JsonObject>>): ValidateFunction {
    for (const [name, definition] of Object.entries(definitions)) {
      if (this.ajv.schemas[ID + name] === undefined) this.ajv.addSchema(withIds(definition), ID + name);
    }
    return this.ajv.compile(withIds(schema));
  }
}

function withIds(schema: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(schema).map(([name, value]) => [
      name,
      name === '$ref' && typeof value === 'string' ? ID + value.slice(SCHEMAS.length) : inside(value),
    ]),
  );
}

function inside(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inside);
  return isRecord(value) ? withIds(value) : value;
}
