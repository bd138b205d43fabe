// The upstream of all contestants: Migo's logins and one list of cardholders, as cheap as sockets allow, so that it is
// never what is measured. Knows just enough HTTP/1.1 for clients that send one request at a time on a connection.
import { Buffer } from 'node:buffer';
import { createServer } from 'node:net';
import { BODY, ROUTE, UPSTREAM_PREFIX } from './fixture.mjs';

const isOfViews = process.env.VIEWS === '1';
const END_OF_HEAD = Buffer.from('\r\n\r\n');
const LIST = Buffer.from(`GET ${UPSTREAM_PREFIX}${ROUTE} `);
const LOGIN = Buffer.from('POST /');

const listAnswer = answerOf(200, BODY);
const loginAnswer = answerOf(
  200,
  json({ success: true, data: { ...tokens(), id: 41, email: 'ana@demo.migo.test', name: 'Ana' } }),
);
const notFound = answerOf(404, json({ success: false, message: 'the bench upstream has no such route' }));

const server = createServer({ noDelay: true }, (socket) => {
  let pending;
  socket.on('data', (chunk) => {
    const request = pending === undefined ? chunk : Buffer.concat([pending, chunk]);
    pending = isWhole(request) ? undefined : request;
    if (pending === undefined) socket.write(answerTo(request));
  });
  socket.on('error', () => socket.destroy());
});
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
process.on('disconnect', () => process.exit());

function answerTo(request) {
  if (startsWith(request, LIST)) return listAnswer;
  // The sections of views: each row answers the same.
  if (isOfViews && request[0] === LIST[0]) return listAnswer;
  return startsWith(request, LOGIN) ? loginAnswer : notFound;
}

function isWhole(request) {
  const end = request.indexOf(END_OF_HEAD);
  if (end === -1) return false;
  if (request[0] === LIST[0]) return true;
  const length = /^content-length: *(\d+)/im.exec(request.toString('latin1', 0, end))?.[1] ?? 0;
  return request.length >= end + END_OF_HEAD.length + Number(length);
}

function startsWith(request, text) {
  return request.length >= text.length && text.compare(request, 0, text.length) === 0;
}

/** With the headers that a Nest upstream sends. */
function answerOf(status, body) {
  const head = [
    `HTTP/1.1 ${status} ${status === 200 ? 'OK' : 'Not Found'}`,
    'X-Powered-By: Express',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${body.length}`,
    'ETag: W/"400-Yw2LxbGQ1oF6sM0v3x8mB2m1q3E"',
    `Date: ${new Date().toUTCString()}`,
    'Connection: keep-alive',
  ];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body]);
}

function json(value) {
  return Buffer.from(JSON.stringify(value));
}

/** Of the length of real ones: JWTs that outlive any run. */
function tokens() {
  const now = Math.floor(Date.now() / 1000);
  const token = `eyJhbGciOiJIUzI1NiJ9.${Buffer.from(JSON.stringify({ sub: '41', iat: now, exp: now + 86_400 })).toString('base64url')}.${'s'.repeat(160)}`;
  return {
    accessToken: token,
    refreshToken: `${token}r`,
    expirationToken: now + 86_400,
    expirationRefreshToken: now + 604_800,
  };
}
