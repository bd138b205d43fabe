import type { LimitsSettings } from '../config/sections/limits.settings.js';
import { type Limit, limitOf } from './limit.js';

/** In this order a request is counted: a greedy caller must not use up what is everybody's. */
const SCOPES = ['caller', 'address', 'partner'] as const;
export type LimitScope = (typeof SCOPES)[number];

/** `export`: pages of lists that are read to their end. */
export type RouteClass = 'read' | 'write' | 'money' | 'export';

export interface RouteLimit extends Limit {
  scope: LimitScope;
}

/** Whether any route is limited at all. */
export function limitsRoutes(limits: LimitsSettings): boolean {
  return SCOPES.some((scope) => limits[scope] !== undefined);
}

/** The limits that count the routes of a class. With numbers of its own a class is counted apart from the others. */
export function routeLimits(routeClass: RouteClass, limits: LimitsSettings): RouteLimit[] {
  return SCOPES.flatMap((scope): RouteLimit[] => {
    const settings = limits[scope];
    if (settings === undefined) return [];
    // Exports must be no way around a limit of reads.
    const counted = routeClass === 'export' && settings.export === undefined ? 'read' : routeClass;
    const own = settings[counted];
    return [{ scope, ...limitOf(own === undefined ? scope : `${scope}-${counted}`, own ?? settings) }];
  });
}
