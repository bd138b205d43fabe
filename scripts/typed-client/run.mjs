// `npm run client [-- http://localhost:8080]`: makes a typed client from the OpenAPI document of a running gateway, and
// compiles and runs the story of docs/story.md with it.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import openapiTypes, { astToString } from 'openapi-typescript';

const gateway = process.argv[2] ?? 'http://localhost:8080';
const here = (name) => fileURLToPath(new URL(name, import.meta.url));

const answer = await fetch(`${gateway}/openapi.json`);
writeFileSync(here('schema.d.ts'), astToString(await openapiTypes(await answer.json())));

node(here('../../node_modules/typescript/bin/tsc'), '--project', here('.'));
node(here('story.ts'), gateway);

function node(...args) {
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
