// `npm run answers -- http://localhost:8080 http://127.0.0.1:4090`: records what the simulator answers to the examples of the
// OpenAPI document, as the examples of answers with success. Gateway and simulator must have been started afresh: `npm start`.
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';

const FILE = new URL('../src/openapi/recorded-answers.ts', import.meta.url);
const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
/** Items of a list that are enough to see what one looks like. */
const SHOWN = 1;

const [gateway = 'http://localhost:8080', control = 'http://127.0.0.1:4090'] = process.argv.slice(2);
const document = await json(await fetch(`${gateway}/openapi.json`));
const operator = document.paths['/v1/auth/operator/login'].post.requestBody.content['application/json'].example;
const { data } = await json(await post('/v1/auth/operator/login', 'application/json', JSON.stringify(operator)));
const form = document.paths['/v1/auth/token'].post.requestBody.content['application/x-www-form-urlencoded'].example;
const { access_token: serviceToken } = await json(
  await post('/v1/auth/token', 'application/x-www-form-urlencoded', new URLSearchParams(form).toString()),
);

const recorded = {};
for (const [path, item] of Object.entries(document.paths)) {
  for (const method of METHODS.filter((name) => item[name]?.['x-upstream'] !== undefined)) {
    const call = { path, method, ...item[method] };
    // What only earlier answers can tell, or what earlier calls hinder.
    const answer = (await answerOf(call)) ?? (await answerOf(call, idsIn(recorded))) ?? (await answerOfFreshData(call));
    if (answer !== undefined) recorded[item[method].operationId] = shortened(answer);
    else console.log(`not recorded: ${item[method].operationId}`);
  }
}

const lines = Object.entries(recorded).map(([operationId, answer]) => `  ${operationId}: ${JSON.stringify(answer)},`);
writeFileSync(
  FILE,
  `// Recorded from the simulator by scripts/record-answers.mjs.

/** Answers with success, by operationId; long lists are shortened. */
export const RECORDED_ANSWERS: Readonly<Record<string, unknown>> = {
${lines.join('\n')}
};
`,
);

async function answerOf({ path, method, parameters = [], requestBody, responses, 'x-callers': callers }, ids = {}) {
  const success = Object.keys(responses).find((status) => status.startsWith('2'));
  const body = requestBody?.content['application/json']?.example;
  if (responses[success]?.content?.['application/json'] === undefined) return undefined;
  if (requestBody !== undefined && body === undefined) return undefined;
  const example = (name) => ids[name] ?? parameters.find((one) => one.name === name)?.example ?? '1';
  const query = parameters.filter(({ in: where, required }) => where === 'query' && required);
  const search = new URLSearchParams(query.map(({ name }) => [name, example(name)]));
  const url = `${gateway}${path.replaceAll(/\{(\w+)\}/g, (_all, name) => encodeURIComponent(example(name)))}?${search}`;
  const answer = await fetch(url, {
    method: method.toUpperCase(),
    headers: {
      authorization: `Bearer ${callers.includes('operator') ? data.sessionToken : serviceToken}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(parameters.some(({ name }) => name === 'Idempotency-Key') && { 'idempotency-key': randomUUID() }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return String(answer.status) === success ? JSON.parse(text) : undefined;
}

async function answerOfFreshData(call) {
  await fetch(`${control}/reset`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ keepTokens: true }),
  });
  return answerOf(call);
}

/** By name, of what was created last. */
function idsIn(answers) {
  const created = Object.values(answers).map(({ data }) => data);
  return Object.assign({}, ...created.filter((data) => typeof data === 'object' && !Array.isArray(data)));
}

function post(path, type, body) {
  return fetch(gateway + path, { method: 'POST', headers: { 'content-type': type }, body });
}

function json(answer) {
  return answer.json();
}

function shortened(value) {
  if (Array.isArray(value)) return value.slice(0, SHOWN).map(shortened);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shortened(inner)]));
}
