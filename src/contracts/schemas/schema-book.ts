import { isRecord, type JsonObject } from '../../common/json.js';
import { ContractFaults } from '../file/faults.js';
import type { ContractFile } from '../file/file.js';
import { dereferenced, pointerOf, valueAt } from '../file/pointer.js';
import { DATA, SCHEMAS, toJsonSchema } from './json-schema.js';

/** Keywords whose schemas are about the same value: a reference among them consumes nothing of the request. */
const IN_PLACE = ['allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else'];

interface Definition {
  pointer: readonly string[];
  faults: ContractFaults;
  schema?: JsonObject;
  references?: readonly string[];
  /** Whether references of it were followed, or are just being. */
  visited?: 'open' | 'done';
}

/** The schemas of one file that something refers to, as JSON Schema, each converted when it is first needed. */
export class SchemaBook {
  private readonly definitions = new Map<string, Definition>();
  private readonly names = new Map<string, string>();

  constructor(private readonly file: ContractFile) {}

  /** A schema of an operation; its references are to be found in `closure`. */
  convert(schema: unknown, faults: ContractFaults, at: string): JsonObject {
    const { version, document } = this.file;
    const nameOf = (reference: unknown): string | undefined => this.nameOf(reference);
    return toJsonSchema(schema, { version, nameOf, resolve: (one) => dereferenced(document, one), faults }, at);
  }

  /** Every named schema that these refer to, directly or not. */
  closure(schemas: readonly JsonObject[]): Readonly<Record<string, JsonObject>> {
    const found = new Map<string, JsonObject>();
    const waiting = schemas.flatMap((schema) => referencesIn(schema));
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
      if (found.has(name) || !this.definitions.has(name)) continue;
      const definition = this.definition(name);
      found.set(name, definition.schema ?? {});
      definition.references ??= [...new Set(referencesIn(definition.schema))];
      waiting.push(...definition.references);
    }
    for (const name of found.keys()) this.findEndless(name);
    return Object.fromEntries(found);
  }

  /** What is wrong with these schemas, and what is not taken over of them. */
  faultsOf(names: readonly string[]): Pick<ContractFaults, 'text' | 'notes'> {
    const all = names.map((name) => this.definition(name).faults);
    const texts = all.flatMap(({ text }) => text ?? []);
    return { text: texts.length === 0 ? undefined : texts.join('; '), notes: all.flatMap(({ notes }) => notes) };
  }

  private definition(name: string): Definition {
    const found = this.definitions.get(name) ?? { pointer: [], faults: new ContractFaults(name) };
    found.schema ??= this.convert(valueAt(this.file.document, found.pointer), found.faults, found.pointer.join('.'));
    return found;
  }

  /** `wallet.Card` for `#/components/schemas/Card`; other places by all their names. Whatever a generator puts into a name, ours is plain. */
  private nameOf(reference: unknown): string | undefined {
    const pointer = pointerOf(reference);
    const target = pointer && valueAt(this.file.document, pointer);
    if (pointer === undefined || !(isRecord(target) || typeof target === 'boolean')) return undefined;
    const key = JSON.stringify(pointer);
    const known = this.names.get(key);
    if (known !== undefined) return known;
    const own = pointer[0] === 'components' && pointer[1] === 'schemas' ? pointer.slice(2) : pointer;
    let name = [this.file.upstream, ...own].join('.').replaceAll(/[^A-Za-z0-9._-]+/g, '_');
    while (this.definitions.has(name)) name += '_';
    this.names.set(key, name);
    this.definitions.set(name, { pointer, faults: new ContractFaults(name) });
    return name;
  }

  private findEndless(name: string): void {
    const definition = this.definition(name);
    if (definition.visited === 'open')
      definition.faults.add(`${definition.pointer.join('.')} refers to itself without end`);
    if (definition.visited !== undefined) return;
    definition.visited = 'open';
    for (const next of referencesIn(definition.schema, IN_PLACE)) this.findEndless(next);
    definition.visited = 'done';
  }
}

/** Names of the references in a schema, of those under certain keywords only where they are given. */
function referencesIn(value: unknown, keywords?: readonly string[]): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => referencesIn(item, keywords));
  if (!isRecord(value)) return [];
  const { $ref: target } = value;
  const own = typeof target === 'string' ? [target.slice(SCHEMAS.length)] : [];
  const below = Object.entries(value).filter(([name]) => !DATA.has(name) && (keywords?.includes(name) ?? true));
  return [...own, ...below.flatMap(([, item]) => referencesIn(item, keywords))];
}
