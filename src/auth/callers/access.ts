import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import type { CallerKind } from '../../common/caller-kinds.js';

export interface AccessRule {
  /** Id of the route in logs, metrics and `/ops/routes`, e.g. `cards.createStatement`. */
  route: string;
  /** Kinds that may call; `anyone` needs no proof at all. */
  callers: readonly CallerKind[] | 'anyone';
}

export const ACCESS_RULE = Symbol('access rule');

/** Declares who may call a handler. A handler without it is not reachable. The OpenAPI document tells it as `x-callers`. */
export function Access(rule: AccessRule): MethodDecorator {
  return applyDecorators(SetMetadata(ACCESS_RULE, rule), ApiExtension('x-callers', rule.callers));
}
