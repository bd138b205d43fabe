// Runs the collection against a gateway that was just started, from top to bottom:
//   node scripts/postman/run.mjs http://localhost:8080 [collection.json] [--simulator http://localhost:4090]
// Ends with 1 when a test, a script or a request failed. Nothing is skipped silently: see sandbox.mjs and exchange.mjs.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { exchangeOf } from './exchange.mjs';
import { prepare, testsOf } from './sandbox.mjs';

const FILE = new URL('../../docs/postman/migo-gateway.postman_collection.json', import.meta.url);

const { values, positionals } = parseArgs({ allowPositionals: true, options: { simulator: { type: 'string' } } });
const [baseUrl, file = FILE] = positionals;
if (baseUrl === undefined)
  throw new Error('usage: node scripts/postman/run.mjs <url> [collection.json] [--simulator <url>]');

const collection = JSON.parse(readFileSync(file, 'utf8'));
const variables = new Map(collection.variable.map(({ key, value }) => [key, value])).set('baseUrl', baseUrl);
if (values.simulator !== undefined) variables.set('simulatorUrl', values.simulator);

const results = [];
for (const item of collection.item.flatMap((one) => one.item ?? [one])) {
  console.log(item.name);
  for (const { name, failure } of await resultsOf(item)) {
    console.log(failure === undefined ? `  ok      ${name}` : `  FAILED  ${name}: ${failure}`);
    results.push(failure);
  }
}

const failed = results.filter((failure) => failure !== undefined).length;
console.log(`${results.length} assertions, ${failed} failed`);
if (failed > 0 || results.length === 0) process.exitCode = 1;

async function resultsOf(item) {
  try {
    await prepare(scriptsOf(item, 'prerequest'), variables);
    return testsOf(scriptsOf(item, 'test'), await exchangeOf(item, collection, variables), variables);
  } catch (error) {
    return [{ name: 'the request itself', failure: error.message }];
  }
}

function scriptsOf({ event = [] }, wanted) {
  const unknown = event.find(({ listen }) => listen !== 'prerequest' && listen !== 'test');
  if (unknown !== undefined) throw new TypeError(`no scripts for ${unknown.listen}`);
  return event.filter(({ listen }) => listen === wanted).map(({ script }) => script.exec.join('\n'));
}
