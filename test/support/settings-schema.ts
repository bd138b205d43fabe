import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { plainToInstance } from 'class-transformer';
import { getMetadataStorage } from 'class-validator';
import { load } from 'js-yaml';
import { Settings } from '../../src/config/settings.js';
import { isTree } from '../../src/config/yaml/tree.js';

export interface SchemaSetting {
  type: 'text' | 'integer' | 'number' | 'boolean' | 'list' | 'map';
  /** Of the class, else of `config/default.yaml`. */
  byDefault: unknown;
  /** What becomes of the text `7`, as it comes from `${NAME}` or the environment. */
  ofText: unknown;
  /** Whether what is in it is checked, and has rows of its own. */
  hasMembers: boolean;
}

type Class = new () => object;

interface TypeStorage {
  findTypeMetadata: (target: Class, name: string) => { typeFunction: () => Class } | undefined;
}

// class-transformer keeps what `@Type` says to itself: its storage has no export and no types.
const { defaultMetadataStorage: types } = createRequire(import.meta.url)('class-transformer/cjs/storage.js') as {
  defaultMetadataStorage: TypeStorage;
};

/** Every setting of the classes by its path, with `[]` for the items of a list. */
export function schemaSettings(): Map<string, SchemaSetting> {
  return new Map(settingsOf(Settings, load(readFileSync('config/default.yaml', 'utf8'))));
}

function settingsOf(target: Class, given: unknown, above = ''): [string, SchemaSetting][] {
  const defaults: Record<string, unknown> = { ...new target(), ...(isTree(given) && given) };
  const rules = getMetadataStorage().getTargetValidationMetadatas(target, '', false, false);
  return [...new Set(rules.map(({ propertyName }) => propertyName))].flatMap((name) => {
    const path = `${above}${name}`;
    const own = rules.filter(({ propertyName }) => propertyName === name);
    const names = own.map((rule) => rule.name ?? (rule.type === 'nestedValidation' ? 'isObject' : rule.type));
    const type = typeOf(names);
    const below = types.findTypeMetadata(target, name)?.typeFunction();
    // What stands below an id of somebody's choice: of text, or a map.
    if (Reflect.getMetadata('design:type', target.prototype as object, name) === Map) {
      if (below !== undefined && below !== String) return settingsOf(below, {}, `${path}.<id>.`);
      return [[`${path}.<id>`, { type: 'text', byDefault: undefined, ofText: '7', hasMembers: false }]];
    }
    const { [name]: ofText } = plainToInstance(target, { [name]: '7' }) as Record<string, unknown>;
    const hasMembers = below !== undefined && own.some((rule) => rule.type === 'nestedValidation');
    const setting: [string, SchemaSetting] = [path, { type, byDefault: defaults[name], ofText, hasMembers }];
    if (below === undefined) return [setting];
    return [
      setting,
      ...settingsOf(below, type === 'list' ? {} : defaults[name], `${path}${type === 'list' ? '[]' : ''}.`),
    ];
  });
}

/** The family of a setting: URLs, paths and words of a list are text. */
function typeOf(rules: readonly string[]): SchemaSetting['type'] {
  if (rules.includes('isArray')) return 'list';
  if (rules.includes('isObject')) return 'map';
  if (rules.includes('isInt')) return 'integer';
  if (rules.includes('isNumber')) return 'number';
  return rules.includes('isBoolean') ? 'boolean' : 'text';
}
