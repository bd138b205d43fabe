/** What is read on for nobody costs no memory: a stranger's bytes would pile up until a full collection stops everybody. */
import { PassThrough } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { linger } from '../../src/edge/connections/lingering-close.js';

const SIZE = 65_536;

async function discard(chunk: Buffer): Promise<void> {
  const socket = new PassThrough();
  linger(socket);
  // `linger` has ended the side that answers; what a client sends comes from the other one.
  await turn();
  socket.emit('data', chunk);
  socket.destroy();
}

describe('the bytes of a connection that lingers', () => {
  it('are freed as they come', async () => {
    const { buffer } = new Uint8Array(SIZE);
    await discard(Buffer.from(buffer));
    expect(buffer.detached).toBe(true);
  });

  it('are left alone where others share their memory', async () => {
    const { buffer } = new Uint8Array(SIZE);
    await discard(Buffer.from(buffer, 0, SIZE / 2));
    await discard(Buffer.from(buffer, SIZE / 2));
    expect(buffer.detached).toBe(false);
  });
});
