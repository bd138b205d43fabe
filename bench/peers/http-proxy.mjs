// Peer: a bare @fastify/http-proxy. No session, no credential, no policy, no log, no metrics.
import httpProxy from '@fastify/http-proxy';
import fastify from 'fastify';
import { PUBLIC_PREFIX } from '../fixture.mjs';

const { UPSTREAM, UPSTREAM_PREFIX, CONNECTIONS } = process.env;

const server = fastify({ logger: false });
await server.register(httpProxy, {
  upstream: UPSTREAM,
  prefix: PUBLIC_PREFIX,
  rewritePrefix: UPSTREAM_PREFIX,
  undici: { connections: Number(CONNECTIONS), pipelining: 1 },
});
await server.listen({ port: 0, host: '127.0.0.1' });
process.send({ port: server.server.address().port });
process.on('disconnect', () => process.exit());
