/* global crypto, document, location, Option, Scalar */

// The API console: Scalar, and one login that fills every call. The handle lives in this page only, never in a storage.

const LOGIN = /^\/v1\/auth\/(\w+)\/login$/;

const $ = (id) => document.getElementById(id);
const description = await (await fetch('/openapi.json')).json();
const logins = new Map(Object.keys(description.paths).flatMap((path) => entryOf(path)));
const isDemo = description.servers[0].description.startsWith('simulator');
// Placeholders for gateways that the settings do not name cannot be called.
const others = description.servers.slice(1).filter(({ variables }) => variables === undefined);
let token;

const configuration = () => ({
  content: prefilled(description),
  // The gateway that it came from, and those of the settings: the page's policy allows no other.
  servers: [{ url: location.origin, description: 'this gateway' }, ...others],
  authentication: {
    preferredSecurityScheme: 'sessionToken',
    securitySchemes: { sessionToken: { token: token ?? '' } },
  },
  onResponseReceived: ({ response, request }) => watch(response, request),
  telemetry: false,
  withDefaultFonts: false,
  showDeveloperTools: 'never',
  hideClientButton: true,
  persistAuth: false,
  agent: { disabled: true },
  mcp: { disabled: true },
});

const reference = Scalar.createApiReference('#reference', configuration());

/** The document, but what may be left out of a path, query, header or form is left out: Scalar fills in whatever has an example. */
function prefilled(document) {
  const copy = structuredClone(document);
  for (const operation of Object.values(copy.paths).flatMap((item) => Object.values(item))) {
    for (const parameter of operation.parameters ?? []) {
      if (!parameter.required) leaveEmpty(parameter);
      // A key of its own for each operation: the document's would be everybody's.
      else if (parameter.name === 'Idempotency-Key') parameter.example = crypto.randomUUID();
    }
    const { 'application/x-www-form-urlencoded': client, 'multipart/form-data': form } =
      operation.requestBody?.content ?? {};
    // A service names itself in the form or in a header: here in the form, which is filled in and has to be ticked, too.
    if (client !== undefined) client.schema.required = Object.keys(client.example);
    const needed = [...(form?.schema.required ?? []), ...(operation['x-form-or-query'] ?? [])];
    for (const [name, schema] of Object.entries(form?.schema.properties ?? {})) {
      if (needed.includes(name)) continue;
      leaveEmpty({ schema });
      delete form.example?.[name];
    }
  }
  return copy;
}

function leaveEmpty(parameter) {
  delete parameter.example;
  delete parameter.schema.default;
  delete parameter.schema.examples;
}

function entryOf(path) {
  const kind = LOGIN.exec(path)?.[1];
  if (kind === undefined) return [];
  const { example } = description.paths[path].post.requestBody.content['application/json'];
  const [userField] = Object.keys(example);
  return [[kind, { path, example, userField }]];
}

function showForm() {
  const { example, userField } = logins.get($('kind').value);
  $('user').name = $('user').placeholder = userField;
  $('user').ariaLabel = userField;
  $('user').value = isDemo ? example[userField] : '';
  $('password').value = isDemo ? example.password : '';
}

async function logIn() {
  const { path, userField } = logins.get($('kind').value);
  const body = { [userField]: $('user').value, password: $('password').value, transport: 'token' };
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
  take(await answer.json());
}

async function logOut() {
  await fetch('/v1/auth/session', { method: 'DELETE', headers: { authorization: `Bearer ${token}` } });
  use(undefined, 'Logged out.');
}

/** A login, or a step-up with its new handle, that was sent from the reference itself counts too. */
async function watch(response, request) {
  const { pathname } = new URL(response.url || request.url);
  if (!pathname.startsWith('/v1/auth/') || !response.ok) return;
  if (request?.method === 'DELETE') use(undefined, 'Logged out.');
  else take(await response.json());
}

function take({ data, title }) {
  if (data?.sessionToken !== undefined) use(data.sessionToken, `Logged in as ${nameOf(data)}.`);
  else if (title !== undefined) say(title, true);
}

function nameOf({ caller, user = {} }) {
  return [user.name, user.email, user.username].find((name) => name) ?? caller;
}

function use(handle, text) {
  token = handle;
  say(text, false);
  for (const id of ['kind', 'user', 'password', 'enter']) $(id).hidden = token !== undefined;
  $('leave').hidden = token === undefined;
  reference.updateConfiguration(configuration());
}

function say(text, isRefusal) {
  $('who').textContent = text;
  $('who').toggleAttribute('data-refused', isRefusal);
}

for (const kind of logins.keys()) $('kind').add(new Option(kind));
$('kind').addEventListener('change', showForm);
$('login').addEventListener('submit', (event) => {
  event.preventDefault();
  logIn().catch(() => say('The gateway does not answer.', true));
});
$('leave').addEventListener('click', () => logOut());
showForm();
