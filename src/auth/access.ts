import { type CustomDecorator, SetMetadata } from '@nestjs/common';
import type { CallerKind } from './caller.js';

export interface AccessRule {
  /** Id of the route in logs, metrics and `/ops/routes`, e.g. `cards.createStatement`. */
  route: string;
  /** Who may call; `anyone` needs no proof at all. */
  callers: readonly CallerKind[] | 'anyone';
}

export const ACCESS_RULE = Symbol('access rule');

/** Declares who may call a handler. A handler without it is not reachable. */
export function Access(rule: AccessRule): CustomDecorator<symbol> {
  return SetMetadata(ACCESS_RULE, rule);
}
