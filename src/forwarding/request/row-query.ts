import type { Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import { LRUCache } from 'lru-cache';
import { declaredFields } from '../../common/declared-fields.js';
import { isRecord, type JsonObject } from '../../common/json.js';
import { rootName } from '../../common/query-names.js';
import { Problem } from '../../problems/problem.js';
import { validationProblem } from '../../problems/validation.js';
import type { RowRequest } from '../row-request.js';

const MAX_KNOWN = 1000;
const MAX_KNOWN_LENGTH = 512;
/** Stands in no query. */
const DECLARED_ONLY = ' ';

/**
 * Holds the query of a row against its DTO and passes it on in the client's own spelling, with what the DTO does not know.
 * Of a caller without a login only what it knows goes further. Pages and pollers send the same queries again and again:
 * those are checked once.
 */
export class RowQuery {
  private readonly known = new LRUCache<string, string>({ max: MAX_KNOWN });
  private readonly declared: ReadonlySet<string>;

  constructor(
    private readonly dto: Type | undefined,
    /** Whether something else judges the values: the schemas of an imported operation. */
    private readonly isJudged = false,
  ) {
    this.declared = dto === undefined ? new Set() : declaredFields(dto);
  }

  /** What `admit` gives, where there is nothing to check, or it was checked before: it need not be waited for. */
  admitted({ url }: Pick<RowRequest, 'url'>, declaredOnly: boolean): string | undefined {
    const query = queryOf(url);
    return query === '' && this.dto === undefined ? '' : this.known.get(keyOf(query, declaredOnly));
  }

  /**
   * The query to send upstream, with its `?`, or nothing.
   *
   * @throws Problem `validation_failed`, also for a name that would be checked as one parameter and read as another
   */
  async admit({ url, query: parsed }: Pick<RowRequest, 'url' | 'query'>, declaredOnly: boolean): Promise<string> {
    const query = queryOf(url);
    return this.check(keyOf(query, declaredOnly), query, isRecord(parsed) ? parsed : {});
  }

  private async check(key: string, query: string, parsed: JsonObject): Promise<string> {
    const kept = key === query ? this.whole(query) : query.split('&').filter((pair) => this.knows(pair));
    await this.validate(parsed);
    const admitted = kept.every((pair) => pair === '') ? '' : `?${kept.join('&')}`;
    if (key.length <= MAX_KNOWN_LENGTH) this.known.set(key, admitted);
    return admitted;
  }

  private async validate(parsed: JsonObject): Promise<void> {
    if (this.dto === undefined || this.isJudged) return;
    const own = [...this.declared]
      .filter((name) => Object.hasOwn(parsed, name))
      .map((name) => [name, parsed[name]] as const);
    const repeated = own.find(([, value]) => Array.isArray(value))?.[0];
    if (repeated !== undefined) throw unreadable(`${repeated} must be sent only once`, repeated);
    const checked: unknown = plainToInstance(this.dto, Object.fromEntries(own));
    const errors = typeof checked === 'object' && checked !== null ? await validate(checked) : [];
    if (errors.length > 0) throw validationProblem(errors);
  }

  private whole(query: string): readonly string[] {
    // A request has no fragment (RFC 9112, section 3.2): who cuts it off and who does not would read different values.
    if (query.includes('#')) throw unreadable('the query must not have a #');
    const pairs = query.split('&');
    const kept = pairs.filter((pair) => this.knows(pair) || !reachesPrototype(nameOf(pair) ?? ''));
    for (const pair of kept) {
      const name = nameOf(pair);
      if (name === undefined) throw unreadable('a name in the query is not encoded as UTF-8');
      const root = rootName(name);
      if (root !== name && this.declared.has(root)) throw unreadable(`${root} must be sent by its plain name`, root);
    }
    return kept;
  }

  private knows(pair: string): boolean {
    return this.declared.has(nameOf(pair) ?? '') && !pair.includes('#');
  }
}

function queryOf(url: string): string {
  const start = url.indexOf('?');
  return start === -1 ? '' : url.slice(start + 1);
}

function keyOf(query: string, declaredOnly: boolean): string {
  return declaredOnly ? DECLARED_ONLY + query : query;
}

/** A name for which a reader that makes objects of names would find what every object has. Such a parameter stays behind. */
function reachesPrototype(name: string): boolean {
  return name.split(/[.[\]]/).some((part) => part === 'prototype' || part in Object.prototype);
}

/** Decoded; undefined for what some readers decode and others leave as it is. */
function nameOf(pair: string): string | undefined {
  const end = pair.indexOf('=');
  const name = end === -1 ? pair : pair.slice(0, end);
  try {
    return decodeURIComponent(name.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

function unreadable(message: string, field?: string): Problem {
  return new Problem('validation_failed', {
    errors: [{ code: 'query', message, ...(field !== undefined && { field }) }],
  });
}
