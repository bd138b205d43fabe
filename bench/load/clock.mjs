// Says when the next request is due. A thread of its own, because timers of Node.js have whole milliseconds, and a request every 3.3 ms
// would be late by half of one.
import { performance } from 'node:perf_hooks';
import { parentPort, workerData } from 'node:worker_threads';

const { rate, total } = workerData;
const never = new Int32Array(new SharedArrayBuffer(4));
const now = () => performance.timeOrigin + performance.now();

const beganAt = now() + 100;
for (let count = 0; count < total; count += 1) {
  const at = beganAt + (count * 1000) / rate;
  const left = at - now();
  if (left > 0) Atomics.wait(never, 0, 0, left);
  parentPort.postMessage(at);
}
