import type { Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { getMetadataStorage, validate } from 'class-validator';
import { LRUCache } from 'lru-cache';
import { isRecord } from '../../common/json.js';
import { Problem } from '../../problems/problem.js';
import { validationProblem } from '../../problems/validation.js';

const MAX_KNOWN = 1000;
const MAX_KNOWN_LENGTH = 512;

/**
 * Checks the query of a row against its DTO and passes on the parameters that the DTO declares, in the client's own
 * spelling, and nothing else. Pages and pollers send the same queries again and again: those are checked once.
 */
export class QueryAllowList {
  private readonly known = new LRUCache<string, string>({ max: MAX_KNOWN });
  private readonly declared: ReadonlySet<string>;

  constructor(private readonly dto: Type | undefined) {
    this.declared = dto === undefined ? new Set() : declaredFields(dto);
  }

  /**
   * The query to send upstream, with its `?`, or nothing.
   *
   * @throws Problem `validation_failed`
   */
  async admit(url: string, parsed: unknown): Promise<string> {
    if (this.dto === undefined) return '';
    const start = url.indexOf('?');
    const query = start === -1 ? '' : url.slice(start + 1);
    return this.known.get(query) ?? this.check(this.dto, query, parsed);
  }

  private async check(dto: Type, query: string, parsed: unknown): Promise<string> {
    this.refuseRepeated(parsed);
    const checked: unknown = plainToInstance(dto, parsed);
    const errors = typeof checked === 'object' && checked !== null ? await validate(checked) : [];
    if (errors.length > 0) throw validationProblem(errors);
    const kept = query.split('&').filter((pair) => this.declared.has(nameOf(pair)));
    const admitted = kept.length === 0 ? '' : `?${kept.join('&')}`;
    if (query.length <= MAX_KNOWN_LENGTH) this.known.set(query, admitted);
    return admitted;
  }

  /** One reader takes the first of two values, another the last: what was checked would not be what is acted on. */
  private refuseRepeated(parsed: unknown): void {
    const repeated = Object.entries(isRecord(parsed) ? parsed : {}).filter(
      ([name, value]) => Array.isArray(value) && this.declared.has(name),
    );
    if (repeated.length === 0) return;
    const errors = repeated.map(([field]) => ({ code: 'isUnique', field, message: `${field} must be sent only once` }));
    throw new Problem('validation_failed', { errors });
  }
}

export function declaredFields(dto: Type): ReadonlySet<string> {
  const rules = getMetadataStorage().getTargetValidationMetadatas(dto, '', false, false);
  return new Set(rules.map(({ propertyName }) => propertyName));
}

function nameOf(pair: string): string {
  const end = pair.indexOf('=');
  return end === -1 ? pair : pair.slice(0, end);
}
