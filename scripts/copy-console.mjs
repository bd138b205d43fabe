// Puts the API console beside the compiled gateway: /docs loads nothing from another host.
import { cpSync, writeFileSync } from 'node:fs';
import scalar from '@scalar/fastify-api-reference';
import fastify from 'fastify';

cpSync('src/endpoints/docs/console', 'dist/console', { recursive: true });
writeFileSync('dist/console/scalar.js', await scalarScript());

/**
 * Scalar's script is asked of its Fastify plugin, which holds it whole: `@scalar/api-reference` has it as a file, beside
 * a Vue application of some 250 packages.
 */
async function scalarScript() {
  const server = fastify();
  await server.register(scalar, { routePrefix: '/docs', configuration: { url: '/openapi.json' } });
  const { statusCode, body } = await server.inject('/docs/js/scalar.js');
  if (statusCode !== 200) throw new Error(`@scalar/fastify-api-reference answers ${statusCode}`);
  return body;
}
