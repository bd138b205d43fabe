// Prints the ids that V8's heap snapshots give to the hidden class of a tick, before and after full collections that found
// no tick waiting. Arguments: a folder for the snapshots, and a module to import first, if any.
import { executionAsyncResource } from 'node:async_hooks';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { writeHeapSnapshot } from 'node:v8';

const [, , folder, module] = process.argv;
if (module !== undefined) await import(module);

class TickHolder {
  tick;
}
const holder = new TickHolder();

async function holdTick() {
  process.nextTick(() => {
    holder.tick = executionAsyncResource();
  });
  await turn();
}

/** Follows `tick` and then `map` from the holder. An id stays the same for as long as the object lives. */
function classOfTick() {
  const path = writeHeapSnapshot(join(folder, `${process.pid}.heapsnapshot`));
  const { snapshot, nodes, edges, strings } = JSON.parse(readFileSync(path, 'utf8'));
  rmSync(path);
  const { node_fields: nodeFields, edge_fields: edgeFields } = snapshot.meta;
  const field = (node, name) => nodes[node + nodeFields.indexOf(name)];
  const edgesOf = new Map();
  let next = 0;
  for (let node = 0; node < nodes.length; node += nodeFields.length) {
    const end = next + field(node, 'edge_count') * edgeFields.length;
    edgesOf.set(node, { start: next, end });
    next = end;
  }
  const follow = (node, name) => {
    const { start, end } = edgesOf.get(node);
    for (let edge = start; edge < end; edge += edgeFields.length) {
      if (strings[edges[edge + edgeFields.indexOf('name_or_index')]] === name) {
        return edges[edge + edgeFields.indexOf('to_node')];
      }
    }
    return undefined;
  };
  for (const node of edgesOf.keys()) {
    const tick = strings[field(node, 'name')] === 'TickHolder' ? follow(node, 'tick') : undefined;
    if (tick !== undefined) return field(follow(tick, 'map'), 'id');
  }
  throw new Error('the snapshot has no tick');
}

await holdTick();
const before = classOfTick();
holder.tick = undefined;
await turn();
// V8 keeps a class that nothing has for a few collections more.
for (let collection = 0; collection < 4; collection += 1) globalThis.gc();
await holdTick();
process.stdout.write(JSON.stringify([before, classOfTick()]));
