import { defineRoutes } from '../../src/routes/define-routes.js';
import type { Row } from '../../src/routes/route.js';
import { Middleware } from '../../src/clients/middleware/middleware.upstream.js';

const common = {
  method: 'GET',
  callers: ['operator'],
  scope: 'plans:read',
  summary: 'Read a plan',
  docs: 'recurring-payments/plans',
  evidence: 'documented',
} as const satisfies Omit<Row, 'path'>;

describe('the compiler', () => {
  it('accepts an upstream path with the same parameters in another order', () => {
    const { rows } = defineRoutes(Middleware, {
      planDetail: { ...common, path: '/plans/:planId/client/:client', upstreamPath: '/v1/:client/plans/:planId' },
    });

    expect(Object.keys(rows)).toEqual(['planDetail']);
  });

  it('refuses a row whose upstream path has other parameters than its public path', () => {
    const { rows } = defineRoutes(Middleware, {
      // @ts-expect-error -- `:id` is not a parameter of the public path: the type check fails where this line compiles
      planDetail: { ...common, path: '/plans/:planId', upstreamPath: '/v1/plans/:id' },
    });

    expect(Object.keys(rows)).toEqual(['planDetail']);
  });
});
