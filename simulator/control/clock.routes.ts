import type { FastifyInstance } from 'fastify';
import { InputCheck } from '../http/input-check.js';
import { TOKEN_KINDS } from '../tokens/token-book.js';
import { UPSTREAMS } from '../upstream.js';
import type { World } from '../world.js';

const TEN_YEARS_SECONDS = 10 * 366 * 86_400;

/** `POST /clock` moves the virtual time; the others change the life of access tokens without moving it. */
export function clockRoutes(app: FastifyInstance, world: World): void {
  app.post('/clock', (request, reply) => {
    const check = new InputCheck(request.body);
    const seconds = check.integer('advanceSeconds', { min: -TEN_YEARS_SECONDS, max: TEN_YEARS_SECONDS });
    check.throwIfInvalid();
    world.clock.advance(seconds);
    return reply.send({ now: world.clock.isoNow(), clockOffsetSeconds: world.clock.offsetSeconds });
  });

  app.post('/tokens/expire', (request, reply) => {
    const check = new InputCheck(request.body);
    const upstream = check.optionalOneOf('upstream', UPSTREAMS);
    const kind = check.optionalOneOf('kind', TOKEN_KINDS);
    check.throwIfInvalid();
    return reply.send({ expired: world.tokens.expireAccessTokens({ upstream, kind }) });
  });

  app.post('/tokens/life', (request, reply) => {
    const check = new InputCheck(request.body);
    const accessSeconds = check.integer('accessSeconds', { min: 1, max: TEN_YEARS_SECONDS });
    check.throwIfInvalid();
    world.tokens.accessSeconds = accessSeconds;
    return reply.send({ accessSeconds });
  });
}
