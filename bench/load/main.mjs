// The load: a process that carries out the orders of the bench, one after the other. Raw sockets wherever requests are many, because an
// HTTP client would need the core more than the contestants do.
import { closedLoop } from './closed.mjs';
import { openLoop } from './open.mjs';
import { transfer } from './transfer.mjs';

const KINDS = { closedLoop, openLoop, transfer };

let stopped = () => undefined;

process.on('message', (order) => {
  if (order.stop === true) return stopped();
  const isStopped = new Promise((resolve) => (stopped = resolve));
  KINDS[order.kind](order, { tell: (message) => process.send(message), isStopped }).then(
    (result) => process.send({ result }),
    (error) => process.send({ fault: error.message }),
  );
});
process.on('disconnect', () => process.exit());
