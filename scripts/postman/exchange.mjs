/** Sends an item's request as Postman does, and gives its answer. What it would not send as Postman does is refused. */
export async function exchangeOf({ request }, collection, variables) {
  const { method, header, url, body, auth = collection.auth } = request;
  const fill = (text) => filled(text, variables);
  const address = new URL(fill(addressOf(url)));
  const headers = new Headers(enabled(header).map(({ key, value }) => [key, fill(value)]));
  const authorization = authorizationOf(auth, fill);
  if (authorization !== undefined) headers.set('authorization', authorization);
  const answer = await fetch(address, { method, headers, body: bodyOf(body, fill) });
  return { url: address, status: answer.status, text: await answer.text() };
}

/** Postman sends the parts of an address; its `raw` is for readers. */
function addressOf({ host, path, query = [] }) {
  const pairs = enabled(query).map(({ key, value }) => `${key}=${value}`);
  return `${host.join('.')}/${path.join('/')}${pairs.length > 0 ? `?${pairs.join('&')}` : ''}`;
}

const enabled = (entries) => entries.filter(({ disabled }) => disabled !== true);

function authorizationOf({ type, bearer }, fill) {
  if (type === 'noauth') return undefined;
  if (type === 'bearer') return `Bearer ${fill(bearer.find(({ key }) => key === 'token').value)}`;
  throw new TypeError(`no requests with auth ${type}`);
}

function bodyOf(body, fill) {
  if (body === undefined) return undefined;
  if (body.mode === 'raw') return fill(body.raw);
  throw new TypeError(`no requests with a body of ${body.mode}`);
}

/** Postman would send the name of a variable that it does not know. */
function filled(text, variables) {
  return text.replace(/\{\{(.*?)\}\}/g, (_all, name) => {
    const value = variables.get(name);
    if (value === undefined) throw new Error(`{{${name}}} has no value`);
    return value;
  });
}
