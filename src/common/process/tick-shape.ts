import { executionAsyncResource } from 'node:async_hooks';

const held = new Set<object>();

/**
 * Keeps `process.nextTick` fast. Node.js makes each tick as a literal with computed keys. V8 frees the hidden class of ticks
 * when a full collection finds none waiting, as while the gateway starts; the class of the next tick is then another one, at
 * which V8 gives up: every later tick takes its slowest path, for 5 % of a request's time. One tick that is held keeps the class.
 * Whether this Node.js still needs it: test/e2e/tick-shape.e2e-spec.ts.
 */
process.nextTick(() => held.add(executionAsyncResource()));
