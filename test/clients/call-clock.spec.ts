import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { CallClock } from '../../src/clients/transport/call-clock.js';
import type { UpstreamFailure } from '../../src/clients/transport/upstream-error.js';

const TIMES = { firstByteMs: 300, deadlineMs: 300, clientStallMs: 600 };

function started(): { clock: CallClock; late: UpstreamFailure[] } {
  const late: UpstreamFailure[] = [];
  return { clock: new CallClock(TIMES, { fail: (failure) => late.push(failure) }), late };
}

describe('the clock of a call', () => {
  it('stands still while the client sends an upload, however long, and goes on from its end', async () => {
    const { clock, late } = started();
    const upload = new PassThrough();
    clock.follow(upload);
    upload.resume();
    for (let piece = 0; piece < 4; piece += 1) {
      await sleep(250);
      upload.write('x');
    }
    expect(late).toEqual([]);

    upload.end();
    await sleep(450);

    expect(late).toEqual(['deadline']);
  });

  it('blames a client that sends nothing more', async () => {
    const { clock, late } = started();
    const upload = new PassThrough();
    clock.follow(upload);
    upload.resume();
    upload.write('x');

    await sleep(900);

    expect(late).toEqual(['client-stalled']);
    clock.stop();
  });

  it('blames an upstream that takes nothing more', async () => {
    const { clock, late } = started();
    const upload = new PassThrough();
    clock.follow(upload);
    upload.resume();
    await sleep(20);
    upload.pause();

    await sleep(450);

    expect(late).toEqual(['deadline']);
  });

  it('blames nobody once it has stopped', async () => {
    const { clock, late } = started();
    clock.stop();
    clock.hold();
    clock.release();

    await sleep(700);

    expect(late).toEqual([]);
  });
});
