import { callerOf, SESSIONS } from './callers.mjs';
import { preparationOf, valuesKeptOf } from './kept-values.mjs';
import { requestOf } from './request.mjs';
import { expectationOf, givenOf, inOrder } from './samples.mjs';
import { storyOf } from './story.mjs';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
const SCHEMA = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';

/** What a user of the collection fills in; the rest is kept from answers. An empty `simulatorUrl` leaves `otp` to the user. */
const SETTINGS = {
  baseUrl: 'http://localhost:8080',
  origin: 'http://localhost:8080',
  simulatorUrl: 'http://localhost:4090',
};
const KEPT = {
  sessionToken: '',
  cardholderToken: '',
  serviceToken: '',
  otp: '123456',
  invitationCode: 'INV-4F7K2M',
  createdSubUid: 'sub_demo_active',
};

/** A Postman collection (v2.1): the login first, the story of docs/story.md, a folder for each tag, and the logouts last. */
export function collectionOf(document) {
  const operations = operationsOf(document);
  const byId = new Map(operations.map((operation) => [operation.operation.operationId, operation]));
  const [logout, everywhere] = [byId.get('deleteSession'), byId.get('endSessions')];
  const last = new Set([logout, everywhere]);
  const folders = document.tags.map(({ name, description }) => ({
    name,
    description,
    item: inOrder(operations.filter((one) => one.operation.tags[0] === name && !last.has(one))).map(itemOf),
  }));
  return {
    info: { name: document.info.title, description: document.info.description, schema: SCHEMA },
    auth: SESSIONS.operator,
    variable: variablesOf(operations),
    item: [
      { ...itemOf(byId.get('operatorLogin')), name: 'Log in (first)' },
      { name: 'Story', description: 'The story of docs/story.md; start it afresh.', item: storyOf(byId).map(stepItem) },
      ...folders,
      { ...itemOf(logout), name: 'Log out' },
      { ...itemOf(byId.get('operatorLogin')), name: 'Log in once more' },
      { ...itemOf(everywhere), name: 'Log out everywhere (last)' },
    ],
  };
}

function operationsOf({ paths }) {
  const found = Object.entries(paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method] !== undefined).map((method) => ({ path, method, operation: item[method] })),
  );
  const clashing = clashingNames(found);
  return found.map((one) => ({
    ...one,
    caller: callerOf(one.operation),
    variableOf: (name) => (clashing.has(name) ? `${one.operation.tags[0]}.${name}` : name),
  }));
}

/** Names of path parameters that mean another thing elsewhere: they get a variable for each folder. */
function clashingNames(operations) {
  const seen = new Map();
  const clashing = new Set();
  for (const { name, example } of operations.flatMap(pathParameters)) {
    if ((seen.get(name) ?? example) !== example) clashing.add(name);
    seen.set(name, example);
  }
  return clashing;
}

const pathParameters = ({ operation }) => (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');

function itemOf(one) {
  const { status, why } = expectationOf(one.operation);
  const { description, ...request } = requestOf(one, givenOf(one.operation));
  const text = [description, why === undefined ? undefined : `Is answered with ${status} as it is: ${why}.`];
  const described = text.filter((part) => part !== undefined).join('\n\n');
  return {
    name: one.operation.summary,
    request: { ...request, ...(described !== '' && { description: described }) },
    event: eventsOf(one, [statusTest(status)]),
  };
}

const stepItem = ({ name, one, given, status, tests }) => ({
  name,
  request: requestOf(one, given),
  event: eventsOf(one, [statusTest(status), ...tests]),
});

function eventsOf({ operation: { operationId } }, tests) {
  const preparation = preparationOf(operationId);
  return [
    ...(preparation === undefined ? [] : [eventOf('prerequest', preparation)]),
    eventOf('test', [...tests, ...valuesKeptOf(operationId)]),
  ];
}

const eventOf = (listen, exec) => ({ listen, script: { type: 'text/javascript', exec } });

const statusTest = (status) => `pm.test('status ${status}', () => pm.response.to.have.status(${status}));`;

function variablesOf(operations) {
  const examples = operations.flatMap((one) =>
    pathParameters(one).map(({ name, example }) => [one.variableOf(name), example]),
  );
  const variables = Object.entries({ ...SETTINGS, ...KEPT, ...Object.fromEntries(examples.sort()) });
  return variables.map(([key, value]) => ({ key, value: String(value) }));
}
