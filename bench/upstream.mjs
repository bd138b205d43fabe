// The upstream of all contestants: Migo's logins, lists and a new cardholder, as cheap as sockets allow, so that it is never what is
// measured. Knows just enough HTTP/1.1 for clients that send one request at a time on a connection.
import { Buffer } from 'node:buffer';
import { createServer } from 'node:net';
import { answerOf, CREATE_TARGET, CREATED, LIST, LIST_TARGETS, loginBody } from './fixture.mjs';

const END_OF_HEAD = Buffer.from('\r\n\r\n');
const GET = 'G'.charCodeAt(0);
const SPACE = ' '.charCodeAt(0);

const list = answerOf('200 OK', LIST);
const answers = new Map([
  ...LIST_TARGETS.map((target) => [`GET ${target}`, list]),
  [`POST ${CREATE_TARGET}`, answerOf('201 Created', CREATED)],
]);
const login = answerOf('200 OK', loginBody());
const notFound = answerOf(
  '404 Not Found',
  Buffer.from('{"success":false,"message":"the bench upstream has no such route"}'),
);

let delayMs = 0;
process.on('message', (order) => {
  delayMs = order.delayMs;
  process.send({ delayMs });
});

const server = createServer({ noDelay: true }, (socket) => {
  let pending;
  socket.on('data', (chunk) => {
    const request = pending === undefined ? chunk : Buffer.concat([pending, chunk]);
    pending = isWhole(request) ? undefined : request;
    if (pending !== undefined) return;
    if (delayMs === 0) socket.write(answerTo(request));
    else setTimeout(() => socket.write(answerTo(request)), delayMs);
  });
  socket.on('error', () => socket.destroy());
});
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
process.on('disconnect', () => process.exit());

function answerTo(request) {
  const end = request.indexOf(SPACE, request.indexOf(SPACE) + 1);
  return answers.get(request.latin1Slice(0, end)) ?? (request[0] === GET ? notFound : login);
}

function isWhole(request) {
  const end = request.indexOf(END_OF_HEAD);
  if (end === -1) return false;
  if (request[0] === GET) return true;
  const head = request.latin1Slice(0, end);
  const length = /^content-length: *(\d+)/im.exec(head)?.[1];
  // A proxy that streams a body does not tell its length.
  if (length === undefined && /^transfer-encoding: *chunked/im.test(head))
    return request.includes('\r\n0\r\n\r\n', end);
  return request.length >= end + END_OF_HEAD.length + Number(length ?? 0);
}
