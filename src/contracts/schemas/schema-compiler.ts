import addFormats from 'ajv-formats';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import traverse from 'json-schema-traverse';
import { isRecord, type JsonObject } from '../../common/json.js';
import type { Definitions } from '../file/operation.js';
import { addBoundedKeywords, chooserOf, COUNTED } from './bounded-keywords.js';
import { LENIENT_FORMATS, PLAIN_FORMATS } from './formats.js';
import { FLAGGED } from './json-schema.js';
import { patternEngine } from './patterns.js';

const OPTIONS = {
  // Files of others: unknown keywords and formats say nothing here, and what a keyword may be was looked at before.
  strict: false,
  logger: false,
  validateSchema: false,
  // A field called toString is not there because every object has a method of that name.
  ownProperties: true,
  // 19.99 is a multiple of 0.01, though 19.99 / 0.01 is 1998.9999999999998.
  multipleOfPrecision: 6,
  // To optimize a check takes longer than to compile it, and saves it little.
  code: { regExp: patternEngine, optimize: false },
} as const;

export interface CompilerOptions {
  /** Whether text may stand for a number or a boolean, and one value for a list, as in a query. */
  coerces: boolean;
  allErrors: boolean;
  /** Keywords that are left out. */
  without: readonly string[];
}

/** Compiles schemas of contract files, and those that they refer to, each once and when a value first needs it. */
export class SchemaCompiler {
  private readonly ajv: Ajv2020;
  private readonly without: readonly string[];
  private readonly books = new Set<Definitions>();
  private readonly known = new Map<JsonObject, ValidateFunction>();

  constructor({ coerces, allErrors, without }: CompilerOptions) {
    this.ajv = new Ajv2020({ ...OPTIONS, allErrors, coerceTypes: coerces ? 'array' : false, formats: LENIENT_FORMATS });
    addFormats.default(this.ajv, { mode: 'fast', formats: [...PLAIN_FORMATS] });
    addBoundedKeywords(this.ajv, { validator: (schema) => this.validator(schema), named: (name) => this.named(name) });
    this.without = without;
  }

  /** How many schemas are compiled. */
  get compiled(): number {
    return this.known.size;
  }

  compile(schema: JsonObject, definitions: Definitions): ValidateFunction {
    this.books.add(definitions);
    return this.validator(schema);
  }

  private validator(schema: JsonObject): ValidateFunction {
    const validate = this.known.get(schema) ?? this.ajv.compile(this.bounded(schema));
    this.known.set(schema, validate);
    return validate;
  }

  private named(name: string): JsonObject {
    return [...this.books].map((definitions) => definitions(name)).find((found) => found !== undefined) ?? {};
  }

  /** The same with every value counted, and without what a grant leaves out. */
  private bounded(schema: JsonObject): JsonObject {
    const cb = (part: traverse.SchemaObject): void => {
      part[COUNTED] = true;
      if (part[FLAGGED] !== undefined) part['pattern'] = part[FLAGGED] as unknown;
      if (isRecord(part['discriminator'])) part['discriminator'] = chooserOf(part['discriminator']);
      // Null is an alternative of its own, and no type of another.
      if (part['type'] !== 'null') for (const keyword of this.without) Reflect.deleteProperty(part, keyword);
      // A keyword that is younger than the library.
      for (const one of (part['prefixItems'] ?? []) as traverse.SchemaObject[]) traverse(one, { cb });
    };
    const copy = structuredClone<traverse.SchemaObject>(schema);
    traverse(copy, { cb });
    return copy;
  }
}
