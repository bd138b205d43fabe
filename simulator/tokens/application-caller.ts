import type { FastifyRequest } from 'fastify';
import { STATIC_JWTS } from '../state/seed-merchants.js';
import type { Upstream } from '../upstream.js';
import type { World } from '../world.js';
import { bearerToken } from './bearer.js';

/** The merchant slug behind `Authorization: Bearer <application token>`; 401 otherwise. */
export function applicationCaller(world: World, upstream: Upstream, request: FastifyRequest): string {
  const token = bearerToken('Authorization', request.headers.authorization);
  const fixed = STATIC_JWTS.find((jwt) => jwt.upstream === upstream && jwt.token === token);
  if (fixed) return fixed.merchant;
  return world.tokens.verify({ upstream, kind: 'application' }, token).subject;
}
