// `npm run postman`: writes the Postman collection from the OpenAPI document of the compiled gateway.
// `--check <url>`: says whether the collection is what the gateway at this address would give.
import { readFileSync, writeFileSync } from 'node:fs';
import { runningDocument } from '../running-document.mjs';
import { collectionOf } from './collection.mjs';

const FILE = new URL('../../docs/postman/migo-gateway.postman_collection.json', import.meta.url);

const [option, url] = process.argv.slice(2);
const isCheck = option === '--check';
const document = isCheck ? await (await fetch(`${url}/openapi.json`)).json() : await runningDocument();
const text = `${JSON.stringify(collectionOf(document), undefined, 2)}\n`;

if (!isCheck) writeFileSync(FILE, text);
else if (readFileSync(FILE, 'utf8') !== text) {
  console.error('docs/postman is not up to date: npm run postman');
  process.exitCode = 1;
}
