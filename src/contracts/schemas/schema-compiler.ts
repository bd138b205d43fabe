import addFormats from 'ajv-formats';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { isRecord, type JsonObject } from '../../common/json.js';
import { addBoundedKeywords, BOUND } from './bounded-keywords.js';
import { LENIENT_FORMATS, PLAIN_FORMATS } from './formats.js';
import { DATA, FLAGGED, SCHEMAS } from './json-schema.js';
import { linear, patternEngine } from './patterns.js';

/** Under which ajv knows a named schema by itself, so that it is compiled once and not anew for each operation. */
const ID = 'contract:';
/** What holds more values, or takes a look of its own. */
const COUNTED = new Set(['$ref', 'allOf', 'if', 'properties', 'items', 'additionalProperties', 'contains', 'pattern']);
const UNIONS = ['oneOf', 'anyOf'];

const OPTIONS = {
  // Files of others: unknown keywords and formats say nothing here.
  strict: false,
  logger: false,
  // A field called toString is not there because every object has a method of that name.
  ownProperties: true,
  // 19.99 is a multiple of 0.01, though 19.99 / 0.01 is 1998.9999999999998.
  multipleOfPrecision: 6,
  inlineRefs: false,
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

/** Compiles schemas of contract files with those that they refer to. */
export class SchemaCompiler {
  private readonly ajv: Ajv2020;
  private readonly without: ReadonlySet<string>;

  constructor({ coerces, allErrors, without }: CompilerOptions) {
    this.ajv = new Ajv2020({ ...OPTIONS, allErrors, coerceTypes: coerces ? 'array' : false, formats: LENIENT_FORMATS });
    addFormats.default(this.ajv, { mode: 'fast', formats: [...PLAIN_FORMATS] });
    addBoundedKeywords(this.ajv);
    this.without = new Set(without);
  }

  /** @throws Error of ajv where a schema makes no sense */
  compile(schema: JsonObject, definitions: Readonly<Record<string, JsonObject>>): ValidateFunction {
    for (const [name, definition] of Object.entries(definitions)) {
      if (this.ajv.schemas[ID + name] === undefined) this.ajv.addSchema(this.bounded(definition), ID + name);
    }
    return this.ajv.compile(this.bounded(schema));
  }

  /** For ajv: references by id, alternatives as they are meant, patterns that take linear time, and every value counted. */
  private bounded(schema: JsonObject): JsonObject {
    const result: Record<string, unknown> = { [BOUND]: true };
    const parts: JsonObject[] = [];
    for (const [name, value] of Object.entries(schema)) {
      if (this.without.has(name === FLAGGED ? 'pattern' : name)) continue;
      if (name === '$ref' && typeof value === 'string') result[name] = ID + value.slice(SCHEMAS.length);
      else if (UNIONS.includes(name) && Array.isArray(value)) parts.push(this.union(value, schema['discriminator']));
      else if (name === 'pattern' || name === FLAGGED) {
        if (linear(String(value)) !== undefined) result['pattern'] = value;
      } else if (name === 'properties' && isRecord(value)) {
        result[name] = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, this.member(one)]));
      } else if (name !== 'discriminator') result[name] = DATA.has(name) ? value : this.inside(value);
    }
    if (parts.length > 0)
      result['allOf'] = [...(Array.isArray(result['allOf']) ? (result['allOf'] as unknown[]) : []), ...parts];
    return result;
  }

  /** A number or a word of an object is counted with it. */
  private member(schema: unknown): unknown {
    const bounded = this.inside(schema);
    if (!isRecord(bounded) || Object.keys(bounded).some((name) => COUNTED.has(name))) return bounded;
    return Object.fromEntries(Object.entries(bounded).filter(([name]) => name !== BOUND));
  }

  private inside(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((one) => this.inside(one));
    return isRecord(value) ? this.bounded(value) : value;
  }

  /** Classes that are alike: what fits several fits. Where a field says which is meant, that one alone is held against it. */
  private union(alternatives: readonly unknown[], discriminator: unknown): JsonObject {
    const others = alternatives.filter((one) => !(isRecord(one) && one['type'] === 'null'));
    const inner = others.map((one) => this.inside(one));
    const any: unknown = inner.length === 1 ? inner[0] : { anyOf: inner };
    const chosen = isRecord(discriminator) ? chosenBy(discriminator, any) : any;
    if (others.length < alternatives.length) return { if: { type: 'null' }, else: chosen };
    return isRecord(chosen) ? chosen : {};
  }
}

/** `mapping`, which ajv does not know; a value that it does not name leaves the choice open. */
function chosenBy({ propertyName, mapping }: JsonObject, any: unknown): JsonObject {
  const [field, named] = [String(propertyName), Object.entries(isRecord(mapping) ? mapping : {})];
  const says = (values: readonly string[]): JsonObject => ({
    type: 'object',
    required: [field],
    properties: { [field]: { enum: values } },
  });
  const chosen = named.map(([value, target]) => ({
    if: says([value]),
    then: { $ref: ID + String(target).slice(SCHEMAS.length) },
  }));
  return { if: says(named.map(([value]) => value)), then: { allOf: chosen }, else: any };
}
