import type { Type } from '@nestjs/common';
import { Allow } from 'class-validator';
import type { ContractParameter } from '../file/operation.js';

/**
 * A query DTO that only says which parameters there are, so that each comes by its plain name. Their values are checked by
 * the schemas of the file.
 */
export function queryClassOf(parameters: readonly ContractParameter[]): Type | undefined {
  const names = parameters.filter(({ place }) => place === 'query').map(({ name }) => name);
  if (names.length === 0) return undefined;
  return classOf(names);
}

/** A DTO of fields of any value. */
export function classOf(names: readonly string[]): new () => object {
  class Imported {
    [name: string]: unknown;
  }
  for (const name of names) Allow()(Imported.prototype, name);
  return Imported;
}
