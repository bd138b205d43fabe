import { authOf, requestOf } from './request.mjs';
import { storyOf } from './story.mjs';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
const SCHEMA = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';

/** After a login, and after a step-up with its new handle, all other requests have it. */
const STORE_TOKEN = [
  "if (pm.response.code === 200 && pm.request.url.getPath().startsWith('/v1/auth/')) {",
  '  const token = pm.response.json().data?.sessionToken;',
  "  if (token !== undefined) pm.collectionVariables.set('sessionToken', token);",
  '}',
];

/** A Postman collection (v2.1): the login first, the story of docs/story.md, then a folder for each tag. */
export function collectionOf(document) {
  const operations = operationsOf(document);
  const folders = document.tags.map(({ name, description }) => ({
    name,
    description,
    item: operations.filter(({ operation }) => operation.tags[0] === name).map((operation) => itemOf(operation)),
  }));
  const byId = new Map(operations.map((operation) => [operation.operation.operationId, operation]));
  return {
    info: { name: document.info.title, description: document.info.description, schema: SCHEMA },
    auth: authOf('{{sessionToken}}'),
    variable: variablesOf(operations),
    event: [testEvent(STORE_TOKEN)],
    item: [
      { ...itemOf(byId.get('operatorLogin')), name: 'Log in (first)' },
      { name: 'Story', description: 'The story of docs/story.md; start it afresh.', item: storyOf(byId).map(stepItem) },
      ...folders,
    ],
  };
}

function operationsOf({ paths }) {
  return Object.entries(paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method] !== undefined).map((method) => ({ path, method, operation: item[method] })),
  );
}

const itemOf = (operation) => ({ name: operation.operation.summary, request: requestOf(operation) });

const stepItem = ({ name, operation, given, tests }) => ({
  name,
  request: requestOf(operation, given),
  event: [testEvent(tests)],
});

const testEvent = (exec) => ({ listen: 'test', script: { type: 'text/javascript', exec } });

/** What a user of the collection fills in: the gateway, tokens, and one value for each path parameter. */
function variablesOf(operations) {
  const examples = operations
    .flatMap(({ operation }) => operation.parameters ?? [])
    .filter((parameter) => parameter.in === 'path')
    .map(({ name, example }) => [name, example]);
  const values = { baseUrl: 'http://localhost:8080', sessionToken: '', serviceToken: '' };
  const variables = Object.entries({ ...values, ...Object.fromEntries(examples.sort()) });
  return variables.map(([key, value]) => ({ key, value: String(value) }));
}
