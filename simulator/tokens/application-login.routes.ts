import type { FastifyInstance } from 'fastify';
import { InputCheck } from '../http/input-check.js';
import { unauthorized } from '../http/refusal.js';
import type { Upstream } from '../upstream.js';
import type { World } from '../world.js';
import { signedBy } from './merchant-signature.js';

export interface LoginOptions {
  upstream: Upstream;
  /** What stands before `/auth/login` below the API's base path. */
  prefix: string;
  /** The CMS sample logs in with `merchant` alone (cms-api/cms-users); a signature that is sent is verified everywhere. */
  signature: 'required' | 'optional';
}

/** `POST /auth/login` and `POST /auth/refresh` of one API (introduction/quickstart). */
export function applicationLoginRoutes(app: FastifyInstance, world: World, options: LoginOptions): void {
  const { upstream, prefix } = options;

  app.post(`${prefix}/auth/login`, (request, reply) => {
    const check = new InputCheck(request.body);
    const slug = check.text('merchant', { pattern: /./s, sense: 'is missing' });
    const signature =
      options.signature === 'required'
        ? check.text('signature', { pattern: /./s, sense: 'is missing' })
        : check.optionalText('signature');
    check.throwIfInvalid();
    const merchant = world.state.merchants.get(slug);
    if (!merchant || (signature !== undefined && !signedBy(merchant, signature))) {
      throw unauthorized('Unknown merchant or wrong signature');
    }
    const data = world.tokens.issue({ upstream, kind: 'application', subject: merchant.slug });
    return reply.send({ success: true, message: 'Logged in', data });
  });

  app.post(`${prefix}/auth/refresh`, (request, reply) => {
    const check = new InputCheck(request.body);
    const refreshToken = check.text('refreshToken');
    check.throwIfInvalid();
    const data = world.tokens.refresh({ upstream, kind: 'application' }, refreshToken);
    return reply.send({ success: true, message: 'Tokens refreshed', data });
  });
}
