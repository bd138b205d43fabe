import { isRecord, type JsonObject } from '../../common/json.js';
import { ContractFaults } from '../file/faults.js';
import type { ContractFile } from '../file/file.js';
import type { Definitions } from '../file/operation.js';
import { dereferenced, pointerOf, valueAt } from '../file/pointer.js';
import { DATA, SCHEMAS, toJsonSchema } from './json-schema.js';

/** Keywords whose schemas are about the same value: a reference among them consumes nothing of the request. */
const IN_PLACE = ['allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else'];

interface Definition {
  /** Where the file has it. */
  at: string;
  schema: JsonObject;
  faults: ContractFaults;
  /** Names of those that it refers to itself. */
  references: ReadonlySet<string>;
  /** Those of them that the same value is held against. */
  inPlace: ReadonlySet<string>;
  isEndless?: boolean;
}

/** The schemas of one file that something refers to, as JSON Schema, each converted when it is first needed. */
export class SchemaBook {
  private readonly known = new Map<string, Definition>();
  private readonly names = new Map<string, string>();
  private readonly pointers = new Map<string, readonly string[]>();

  constructor(private readonly file: ContractFile) {}

  /** A schema of an operation; its references are to be found in `closure`. */
  convert(schema: unknown, faults: ContractFaults, at: string): JsonObject {
    const { version, document } = this.file;
    const nameOf = (reference: unknown): string | undefined => this.nameOf(reference);
    return toJsonSchema(schema, { version, nameOf, resolve: (one) => dereferenced(document, one), faults }, at);
  }

  /** Names of every schema that these refer to, directly or not. */
  namesOf(schemas: readonly JsonObject[]): ReadonlySet<string> {
    const found = new Set<string>(schemas.flatMap((schema) => referencesIn(schema)));
    // A set goes on to what is added meanwhile.
    for (const name of found) for (const next of this.definition(name).references) found.add(next);
    return found;
  }

  readonly definitions: Definitions = (name) => (this.pointers.has(name) ? this.definition(name).schema : undefined);

  /** What is wrong with these schemas, and what is not taken over of them. */
  faultsOf(names: ReadonlySet<string>): Pick<ContractFaults, 'text' | 'notes'> {
    const all = [...names].map((name) => {
      const definition = this.definition(name);
      const isKnown = definition.isEndless !== undefined;
      definition.isEndless ??= this.isEndless(name);
      if (!isKnown && definition.isEndless) definition.faults.add(`${definition.at} refers to itself without end`);
      return definition.faults;
    });
    const texts = all.flatMap(({ text }) => text ?? []);
    return { text: texts.length === 0 ? undefined : texts.join('; '), notes: all.flatMap(({ notes }) => notes) };
  }

  private definition(name: string): Definition {
    const known = this.known.get(name);
    if (known !== undefined) return known;
    const pointer = this.pointers.get(name) ?? [];
    const faults = new ContractFaults(name);
    const at = pointer.join('.');
    const schema = this.convert(valueAt(this.file.document, pointer), faults, at);
    const references = new Set(referencesIn(schema));
    const found: Definition = { at, schema, faults, references, inPlace: new Set(referencesIn(schema, IN_PLACE)) };
    this.known.set(name, found);
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
    while (this.pointers.has(name)) name += '_';
    this.names.set(key, name);
    this.pointers.set(name, pointer);
    return name;
  }

  /** Whether one value would be held against it again and again. */
  private isEndless(name: string): boolean {
    const found = new Set(this.definition(name).inPlace);
    for (const next of found) for (const more of this.definition(next).inPlace) found.add(more);
    return found.has(name);
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
