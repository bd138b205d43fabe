import { wasWithoutTls } from '../../src/clients/transport/connection/without-tls.js';

const NGINX = '<html><head><title>400 The plain HTTP request was sent to HTTPS port</title></head></html>';
const REPEATED = JSON.stringify({ success: false, message: 'name: HTTP request to an HTTPS server is too long' });

it.each([
  ['a page of nginx', 'http://upstream', 'text/html', NGINX, true],
  ['a line of Go', 'http://upstream', 'text/plain', 'Client sent an HTTP request to an HTTPS server.\n', true],
  ['a refusal of Migo that repeats the words', 'http://upstream', 'application/json', REPEATED, false],
  ['a page from a server that was asked in TLS', 'https://upstream', 'text/html', NGINX, false],
])('%s', (_what, origin, type, body, expected) => {
  const answer = { kind: 'whole' as const, status: 400, headers: { 'content-type': type }, body: Buffer.from(body) };
  expect(wasWithoutTls(origin, answer)).toBe(expected);
});
