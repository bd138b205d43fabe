import { Allow } from 'class-validator';

/**
 * A DTO that only says which fields there are, so that each comes by its plain name: their values are checked by the schemas of
 * the file. Undefined where there are none.
 */
export function classOf(names: readonly string[]): (new () => object) | undefined {
  class Imported {
    [name: string]: unknown;
  }
  for (const name of names) Allow()(Imported.prototype, name);
  return names.length === 0 ? undefined : Imported;
}
