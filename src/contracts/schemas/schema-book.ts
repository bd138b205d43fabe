import { isRecord, type JsonObject } from '../../common/json.js';
import type { ContractFile } from '../file/file.js';
import { Findings } from '../file/findings.js';
import type { Definitions } from '../file/operation.js';
import { dereferenced, pointerOf, valueAt } from '../file/pointer.js';
import { toJsonSchema } from './json-schema.js';

interface Definition {
  schema: JsonObject;
  findings: Findings;
  isEndless?: boolean;
}

/** Where a schema stands in the file, and whether it is meant as a part of others. */
interface Target {
  pointer: readonly string[];
  isPart: boolean;
}

/** The schemas of one file that something refers to, as JSON Schema, each converted when it is first needed. */
export class SchemaBook {
  private readonly known = new Map<string, Definition>();
  private readonly names = new Map<string, string>();
  private readonly targets = new Map<string, Target>();

  constructor(private readonly file: ContractFile) {}

  /** An object of the file, or the one that it refers to; undefined where there is none. */
  readonly follow = (value: unknown): JsonObject | undefined => dereferenced(this.file.document, value);

  readonly definitions: Definitions = (name) => (this.targets.has(name) ? this.definition(name).schema : undefined);

  /** A schema of an operation; those that it refers to are in `definitions`. */
  convert(schema: unknown, findings: Findings, at: string, isPart = false): JsonObject {
    const { version } = this.file;
    return toJsonSchema(schema, { version, nameOf: this.nameOf, resolve: this.follow, findings }, at, isPart);
  }

  /** Names of these schemas and of every one that they refer to, directly or not. */
  closureOf(names: Iterable<string>): ReadonlySet<string> {
    return closure(names, (name) => this.definition(name).findings.references);
  }

  /** What was found in a named schema. */
  findingsOf(name: string): Findings {
    const definition = this.definition(name);
    const { findings } = definition;
    definition.isEndless ??= closure(findings.inPlace, (next) => this.definition(next).findings.inPlace).has(name);
    if (definition.isEndless) findings.add(`${this.placeOf(name)} refers to itself without end`);
    return findings;
  }

  private definition(name: string): Definition {
    const { pointer = [], isPart = false } = this.targets.get(name) ?? {};
    let known = this.known.get(name);
    if (known === undefined) {
      const findings = new Findings();
      const schema = this.convert(valueAt(this.file.document, pointer), findings, this.placeOf(name), isPart);
      this.known.set(name, (known = { schema, findings }));
    }
    return known;
  }

  private placeOf(name: string): string {
    return this.targets.get(name)?.pointer.join('.') ?? name;
  }

  /**
   * `wallet.Card` for `#/components/schemas/Card`; other places by all their names. Whatever a generator puts into a name, ours is
   * plain. A closed class is another one as a part of others.
   */
  private readonly nameOf = (reference: unknown, asPart = false): string | undefined => {
    const pointer = pointerOf(reference);
    const target = pointer && valueAt(this.file.document, pointer);
    if (pointer === undefined || !(isRecord(target) || typeof target === 'boolean')) return undefined;
    const { additionalProperties, allOf } = this.follow(target) ?? {};
    const isPart = asPart && (additionalProperties === false || (Array.isArray(allOf) && allOf.length === 1));
    const key = JSON.stringify([isPart, pointer]);
    let name = this.names.get(key);
    if (name === undefined) {
      const own = pointer[0] === 'components' && pointer[1] === 'schemas' ? pointer.slice(2) : pointer;
      const words = [this.file.upstream, ...own, ...(isPart ? ['part'] : [])];
      name = words.join('.').replaceAll(/[^A-Za-z0-9._-]+/g, '_');
      while (this.targets.has(name)) name += '_';
      this.names.set(key, name);
      this.targets.set(name, { pointer, isPart });
    }
    return name;
  };
}

/** These names, and those that each of them leads to. */
function closure(names: Iterable<string>, next: (name: string) => Iterable<string>): Set<string> {
  const found = new Set(names);
  // A set goes on to what is added meanwhile.
  for (const name of found) for (const more of next(name)) found.add(more);
  return found;
}
