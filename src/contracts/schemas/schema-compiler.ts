import addFormats from 'ajv-formats';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { DataValidateFunction } from 'ajv/dist/types/index.js';
import { isRecord, type JsonObject } from '../../common/json.js';
import type { Definitions } from '../file/operation.js';
import { addBoundedKeywords, type Alternatives, COUNTED, REFERENCE } from './bounded-keywords.js';
import { LENIENT_FORMATS, PLAIN_FORMATS } from './formats.js';
import { DATA, FLAGGED, SCHEMAS } from './json-schema.js';
import { linear, patternEngine } from './patterns.js';

/** Before the name of a schema that is a part of another: fields of others are none of its business. */
const PART = 'part of:';

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
  /** How many have been. */
  compiled = 0;
  private readonly ajv: Ajv2020;
  private readonly without: ReadonlySet<string>;
  private readonly books = new Set<Definitions>();
  private readonly named = new Map<string, ValidateFunction>();

  constructor({ coerces, allErrors, without }: CompilerOptions) {
    this.ajv = new Ajv2020({ ...OPTIONS, allErrors, coerceTypes: coerces ? 'array' : false, formats: LENIENT_FORMATS });
    addFormats.default(this.ajv, { mode: 'fast', formats: [...PLAIN_FORMATS] });
    addBoundedKeywords(this.ajv, {
      schema: (schema) => later(() => this.validator(schema)),
      named: (name) => later(() => this.definition(name)),
    });
    this.without = new Set(without);
  }

  compile(schema: JsonObject, definitions: Definitions): ValidateFunction {
    this.books.add(definitions);
    return this.validator(this.bounded(schema));
  }

  private validator(schema: JsonObject): ValidateFunction {
    this.compiled += 1;
    return this.ajv.compile(schema);
  }

  private definition(key: string): ValidateFunction {
    let known = this.named.get(key);
    if (known === undefined) {
      const isPart = key.startsWith(PART);
      const name = isPart ? key.slice(PART.length) : key;
      const found = [...this.books].map((definitions) => definitions(name)).find((one) => one !== undefined);
      this.named.set(key, (known = this.validator(this.bounded(found ?? {}, isPart))));
    }
    return known;
  }

  /** For ajv: references and alternatives by keywords of ours, patterns that take linear time, and every value counted. */
  private bounded(schema: JsonObject, isPart = false): JsonObject {
    // Each class of a hierarchy may be closed, and means the fields of all of them.
    const { allOf, $ref: target, properties, additionalProperties } = schema;
    const isOpen = isPart || allOf !== undefined || (target !== undefined && properties !== undefined);
    if (isOpen && additionalProperties === false) return this.bounded({ ...schema, additionalProperties: {} }, isPart);
    const result: Record<string, unknown> = { [COUNTED]: true };
    for (const [name, value] of Object.entries(schema)) {
      if (this.without.has(name === FLAGGED ? 'pattern' : name)) continue;
      if (name === '$ref' && typeof value === 'string')
        result[REFERENCE] = (isOpen ? PART : '') + value.slice(SCHEMAS.length);
      else if ((name === 'oneOf' || name === 'anyOf') && Array.isArray(value)) {
        result[name] = this.alternatives(value, schema['discriminator']);
      } else if (name === 'pattern' || name === FLAGGED) {
        if (linear(String(value)) !== undefined) result['pattern'] = value;
      } else if (name === 'properties' && isRecord(value)) {
        result[name] = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, this.inside(one)]));
      } else if (name === 'allOf' && Array.isArray(value)) {
        result[name] = value.filter(isRecord).map((one) => this.bounded(one, true));
      } else if (name !== 'discriminator') result[name] = DATA.has(name) ? value : this.inside(value);
    }
    return result;
  }

  private inside(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((one) => this.inside(one));
    return isRecord(value) ? this.bounded(value) : value;
  }

  private alternatives(list: readonly unknown[], discriminator: unknown): Alternatives {
    const others = list.filter(isRecord).filter(({ type }) => type !== 'null');
    const { propertyName, mapping } = isRecord(discriminator) ? discriminator : {};
    const named = Object.entries(isRecord(mapping) ? mapping : {});
    return {
      schemas: others.map((one) => this.bounded(one)),
      nullable: others.length < list.length,
      ...(typeof propertyName === 'string' && { field: propertyName }),
      named: new Map(named.map(([value, target]) => [value, String(target).slice(SCHEMAS.length)])),
    };
  }
}

/** Compiles at the first value. */
function later(compile: () => ValidateFunction): DataValidateFunction {
  let known: ValidateFunction | undefined;
  const check: DataValidateFunction = (value: unknown, context) => {
    known ??= compile();
    const isRight = known(value, context);
    check.errors = known.errors ?? [];
    return isRight;
  };
  return check;
}
