// The Wallet Gateway of the bench: answers with 500 MB, takes a form of 500 MB, and logs in whoever asks for anything else.
import { createServer } from 'node:http';
import { pipeline, Readable } from 'node:stream';
import { BULK, BULK_PREFIX, bytesOf, partsOf } from './bulk.mjs';
import { loginBody } from './fixture.mjs';

const login = [loginBody()];
const known = Object.values(BULK);

const server = createServer((request, response) => {
  let bytes = 0;
  request.on('data', (chunk) => (bytes += chunk.length));
  request.on('end', () => {
    const {
      status,
      answer,
      body = [],
    } = known.find(({ path }) => request.url === BULK_PREFIX + path) ?? { status: 200, answer: login };
    // A form may be written anew on its way, but its files are what they were.
    const isWhole = bytes >= body.reduce((sum, part) => sum + (typeof part === 'number' ? part : 0), 0);
    response.writeHead(isWhole ? status : 400, {
      'content-type': 'application/json',
      'content-length': bytesOf(answer),
    });
    pipeline(Readable.from(partsOf(answer), { objectMode: false }), response, () => undefined);
  });
});
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
process.on('disconnect', () => process.exit());
