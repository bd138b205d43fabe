import { isRecord, type JsonObject } from '../../common/json.js';
import type { ContractFaults } from '../file/faults.js';
import type { ContractFile } from '../file/file.js';
import { SCHEMAS, toJsonSchema } from './json-schema.js';

const NAME = /^[A-Za-z0-9._-]+$/;
/** Keywords whose schemas are about the same value: a reference among them consumes nothing of the request. */
const IN_PLACE = ['allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else'];

/** The named schemas of one file, as JSON Schema. */
export class SchemaBook {
  private readonly schemas = new Map<string, JsonObject>();
  private readonly references = new Map<string, readonly string[]>();

  constructor(
    private readonly file: ContractFile,
    private readonly faults: ContractFaults,
  ) {
    const named = componentsOf(file, 'schemas');
    for (const name of Object.keys(named)) {
      if (NAME.test(name)) this.schemas.set(this.nameOf(name), {});
      else faults.add('a name in components.schemas holds more than letters, digits, . _ -');
    }
    for (const [name, schema] of Object.entries(named)) {
      if (!NAME.test(name)) continue;
      this.schemas.set(this.nameOf(name), this.convert(schema, faults.at(`components.schemas.${name}`)));
    }
    this.refuseEndlessOnes();
  }

  /** A schema of an operation; its references are to be found in `closure`. */
  convert(schema: unknown, faults: ContractFaults): JsonObject {
    const nameOf = (name: string): string | undefined => {
      const own = this.nameOf(name);
      return this.schemas.has(own) ? own : undefined;
    };
    return toJsonSchema(schema, { version: this.file.version, nameOf, faults });
  }

  /** An object that may be a reference to `components.<kind>`; undefined where it is neither, with a fault. */
  resolve(
    value: unknown,
    kind: 'parameters' | 'requestBodies' | 'responses',
    faults: ContractFaults,
  ): JsonObject | undefined {
    const target = isRecord(value) ? value['$ref'] : undefined;
    const prefix = `#/components/${kind}/`;
    const named = typeof target === 'string' && target.startsWith(prefix) ? target.slice(prefix.length) : undefined;
    const found = named === undefined ? value : componentsOf(this.file, kind)[named];
    if (isRecord(found) && found['$ref'] === undefined) return found;
    faults.add(`a $ref names nothing of this file: only ${prefix}<name> is followed here`);
    return undefined;
  }

  /** Every named schema that these refer to, directly or not. */
  closure(schemas: readonly JsonObject[]): Readonly<Record<string, JsonObject>> {
    const found = new Map<string, JsonObject>();
    const waiting = schemas.flatMap((schema) => referencesIn(schema));
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
      const schema = this.schemas.get(name);
      if (schema === undefined || found.has(name)) continue;
      found.set(name, schema);
      waiting.push(...this.referencesOf(name, schema));
    }
    return Object.fromEntries(found);
  }

  /** Once for each schema: a file may have thousands of operations that lead to the same ones. */
  private referencesOf(name: string, schema: JsonObject): readonly string[] {
    const known = this.references.get(name) ?? [...new Set(referencesIn(schema))];
    this.references.set(name, known);
    return known;
  }

  private nameOf(component: string): string {
    return `${this.file.upstream}.${component}`;
  }

  private refuseEndlessOnes(): void {
    const done = new Set<string>();
    const visit = (name: string, above: readonly string[]): void => {
      if (above.includes(name)) {
        this.faults.add(`schema ${name} refers to itself without end`);
        return;
      }
      if (done.has(name)) return;
      done.add(name);
      for (const next of referencesIn(this.schemas.get(name) ?? {}, IN_PLACE)) visit(next, [...above, name]);
    };
    for (const name of this.schemas.keys()) visit(name, []);
  }
}

function componentsOf({ document }: ContractFile, kind: string): JsonObject {
  const components = document['components'];
  const named = isRecord(components) ? components[kind] : undefined;
  return isRecord(named) ? named : {};
}

/** Names of the references in a schema, of those under certain keywords only where they are given. */
function referencesIn(value: unknown, keywords?: readonly string[]): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => referencesIn(item, keywords));
  if (!isRecord(value)) return [];
  const { $ref: target } = value;
  const own = typeof target === 'string' ? [target.slice(SCHEMAS.length)] : [];
  const below = Object.entries(value).filter(([name]) => keywords?.includes(name) ?? true);
  return [...own, ...below.flatMap(([, item]) => referencesIn(item, keywords))];
}
