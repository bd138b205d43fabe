import { createServer } from 'node:http';

/** Four upstreams in one that log everybody in and say yes to everything, in Migo's envelope. */
export async function startAgreeableUpstream(): Promise<{ url: string; close: () => Promise<void> }> {
  let issued = 0;
  const server = createServer((request, response) => {
    issued += 1;
    const tokens = { accessToken: `access-${issued}`, refreshToken: `refresh-${issued}`, id: 501, name: 'Ana' };
    // Whatever it is: answered at once, and read to its end.
    const answer = JSON.stringify({ success: true, message: 'ok', data: tokens });
    request.resume().on('end', () => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
