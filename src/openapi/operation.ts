import type { UpstreamName } from '../config/sections/upstream.settings.js';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { CallerKind } from '../common/caller-kinds.js';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

type PathItem = OpenAPIObject['paths'][string];

/** An operation, with what its decorators say beyond OpenAPI. */
export interface Operation extends NonNullable<PathItem['get']> {
  'x-callers'?: readonly CallerKind[] | 'anyone';
  /** Of rows only: the gateway's own endpoints need none. */
  'x-scope'?: string;
  'x-upstream'?: UpstreamName;
  /** Refuses as RFC 6749 has it: the token endpoint. */
  'x-oauth-errors'?: true;
  /** Its body may be an array or a bare value, too. */
  'x-any-json'?: boolean;
  /** Statuses of problems, where those that follow from callers and parameters are not all. */
  'x-problems'?: readonly number[];
}

export interface DocumentedOperation {
  path: string;
  method: (typeof METHODS)[number];
  operation: Operation;
}

export function operationsOf({ paths }: OpenAPIObject): DocumentedOperation[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method];
      return operation === undefined ? [] : [{ path, method, operation }];
    }),
  );
}
