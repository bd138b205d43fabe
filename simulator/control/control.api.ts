import type { FastifyInstance } from 'fastify';
import type { ErrorEnvelope } from '../http/envelopes.js';
import { absent } from '../http/refusal.js';
import { createServer, parseJson } from '../http/server.js';
import type { World } from '../world.js';
import { callRoutes } from './call.routes.js';
import { clockRoutes } from './clock.routes.js';
import { faultRoutes } from './fault.routes.js';
import { headerRoutes } from './header.routes.js';
import { otpCodeRoutes } from './otp-code.routes.js';
import { progressIntervalRoutes } from './progress.routes.js';
import { stateRoutes } from './state.routes.js';
import { statusRoutes } from './status.routes.js';

const controlEnvelope: ErrorEnvelope = {
  unknownPath: (method, path) => absent(`Cannot ${method} ${path}`),
  write: (refusal) => ({
    status: refusal.status,
    body: { errors: refusal.entries.length > 0 ? refusal.entries.map(({ message }) => message) : [refusal.message] },
  }),
};

/** For tests and partner developers; nothing here exists at Migo. */
export function createControlServer(world: World): FastifyInstance {
  const app = createServer(controlEnvelope);
  app.addHook('preValidation', (request, _reply, done) => {
    if (Buffer.isBuffer(request.body)) request.body = parseJson('application/json', request.body);
    done();
  });
  stateRoutes(app, world);
  clockRoutes(app, world);
  callRoutes(app, world);
  headerRoutes(app, world);
  faultRoutes(app, world);
  otpCodeRoutes(app, world);
  statusRoutes(app, world);
  progressIntervalRoutes(app, world);
  return app;
}
