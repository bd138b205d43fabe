// Runs the collection's folder `Story` against a gateway, from top to bottom:
//   node scripts/postman/run.mjs http://localhost:8080 [collection.json]
// Ends with 1 when a test, a script or a request failed. Nothing is skipped silently: see sandbox.mjs and exchange.mjs.
import { readFileSync } from 'node:fs';
import { exchangeOf } from './exchange.mjs';
import { testsOf } from './sandbox.mjs';

const FILE = new URL('../../docs/postman/migo-gateway.postman_collection.json', import.meta.url);
const FOLDER = 'Story';

const [baseUrl, file = FILE] = process.argv.slice(2);
if (baseUrl === undefined) throw new Error('usage: node scripts/postman/run.mjs <url> [collection.json]');

const collection = JSON.parse(readFileSync(file, 'utf8'));
const variables = new Map(collection.variable.map(({ key, value }) => [key, value])).set('baseUrl', baseUrl);

const results = [];
for (const item of collection.item.find(({ name }) => name === FOLDER).item) {
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
    const scripts = [...scriptsOf(collection), ...scriptsOf(item)];
    return testsOf(scripts, await exchangeOf(item, collection, variables), variables);
  } catch (error) {
    return [{ name: 'the request itself', failure: error.message }];
  }
}

function scriptsOf({ event = [] }) {
  return event.map(({ listen, script }) => {
    if (listen !== 'test') throw new TypeError(`no scripts for ${listen}`);
    return script.exec.join('\n');
  });
}
