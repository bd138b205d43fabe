import { isRecord, type JsonObject } from '../../common/json.js';
import type { ContractFile } from '../file/file.js';
import { Findings } from '../file/findings.js';
import type { Definitions } from '../file/operation.js';
import { dereferenced, pointerOf, valueAt } from '../file/pointer.js';
import { toJsonSchema } from './json-schema.js';

interface Definition {
  /** Where the file has it. */
  pointer: readonly string[];
  /** Whether it is meant as a part of others. */
  isPart: boolean;
  findings: Findings;
  schema?: JsonObject;
  isEndless?: boolean;
}

/** The schemas of one file that something refers to, as JSON Schema, each converted when it is first needed. */
export class SchemaBook {
  private readonly known = new Map<string, Definition>();
  /** By place in the file. */
  private readonly names = new Map<string, string>();

  constructor(private readonly file: ContractFile) {}

  /** An object of the file, or the one that it refers to; undefined where there is none. */
  readonly follow = (value: unknown): JsonObject | undefined => dereferenced(this.file.document, value);

  readonly definitions: Definitions = (name) => this.definition(name)?.schema;

  /** A schema of an operation; those that it refers to are in `definitions`. */
  convert(schema: unknown, findings: Findings, at: string, isPart = false): JsonObject {
    const { version } = this.file;
    return toJsonSchema(schema, { version, nameOf: this.nameOf, resolve: this.follow, findings }, at, isPart);
  }

  /** Names of these schemas and of every one that they refer to, directly or not. */
  closureOf(names: Iterable<string>, kind: 'references' | 'inPlace' = 'references'): ReadonlySet<string> {
    const found = new Set(names);
    // A set goes on to what is added meanwhile.
    for (const name of found) for (const more of this.definition(name)?.findings[kind] ?? []) found.add(more);
    return found;
  }

  /** What was found in a named schema. */
  findingsOf(name: string): Findings {
    const definition = this.definition(name);
    if (definition === undefined) return new Findings();
    const { pointer, findings } = definition;
    definition.isEndless ??= this.closureOf(findings.inPlace, 'inPlace').has(name);
    if (definition.isEndless) findings.add(`${pointer.join('.')} refers to itself without end`);
    return findings;
  }

  private definition(name: string): Definition | undefined {
    const known = this.known.get(name);
    if (known === undefined) return undefined;
    const { pointer, findings, isPart } = known;
    known.schema ??= this.convert(valueAt(this.file.document, pointer), findings, pointer.join('.'), isPart);
    return known;
  }

  /**
   * `wallet.Card` for `#/components/schemas/Card`; other places by all their names. Whatever a generator puts into a name, ours is
   * plain. A closed class is another one as a part of others.
   */
  private readonly nameOf = (reference: unknown, asPart = false): string | undefined => {
    const pointer = pointerOf(reference);
    const target = pointer && valueAt(this.file.document, pointer);
    if (pointer === undefined || !(isRecord(target) || typeof target === 'boolean')) return undefined;
    const { additionalProperties, allOf, anyOf, oneOf } = this.follow(target) ?? {};
    const isLone = [allOf, anyOf, oneOf].some((list) => Array.isArray(list) && list.length === 1);
    const isPart = asPart && (additionalProperties === false || isLone);
    const key = JSON.stringify([isPart, pointer]);
    let name = this.names.get(key);
    if (name === undefined) {
      const own = pointer[0] === 'components' && pointer[1] === 'schemas' ? pointer.slice(2) : pointer;
      const words = [this.file.upstream, ...own, ...(isPart ? ['part'] : [])];
      name = words.join('.').replaceAll(/[^A-Za-z0-9._-]+/g, '_');
      while (this.known.has(name)) name += '_';
      this.names.set(key, name);
      this.known.set(name, { pointer, isPart, findings: new Findings() });
    }
    return name;
  };
}
