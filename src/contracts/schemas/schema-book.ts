import { isRecord, type JsonObject } from '../../common/json.js';
import { ContractFaults } from '../file/faults.js';
import type { ContractFile } from '../file/file.js';
import { SCHEMAS, toJsonSchema } from './json-schema.js';

const NAME = /^[A-Za-z0-9._-]+$/;
/** Keywords whose schemas are about the same value: a reference among them consumes nothing of the request. */
const IN_PLACE = ['allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else'];

/** The named schemas of one file, as JSON Schema. */
export class SchemaBook {
  private readonly schemas = new Map<string, JsonObject>();
  private readonly references = new Map<string, readonly string[]>();

  /** What is wrong with each, where something is. */
  private readonly faults = new Map<string, string>();

  constructor(private readonly file: ContractFile) {
    const named = Object.entries(componentsOf(file, 'schemas')).filter(([name]) => NAME.test(name));
    for (const [name] of named) this.schemas.set(this.nameOf(name), {});
    for (const [name, schema] of named) {
      const faults = ContractFaults.of(this.nameOf(name));
      this.schemas.set(this.nameOf(name), this.convert(schema, faults));
      if (faults.text !== undefined) this.faults.set(this.nameOf(name), faults.text);
    }
    this.findEndlessOnes();
  }

  /** What is wrong with these schemas; undefined where nothing is. */
  faultsOf(names: readonly string[]): string | undefined {
    const found = names.flatMap((name) => {
      const fault = this.faults.get(name);
      return fault === undefined ? [] : [`schema ${name}: ${fault}`];
    });
    return found.length === 0 ? undefined : found.join('; ');
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

  private findEndlessOnes(): void {
    const done = new Set<string>();
    const visit = (name: string, above: readonly string[]): void => {
      if (above.includes(name)) {
        for (const one of above.slice(above.indexOf(name))) this.faults.set(one, 'refers to itself without end');
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
