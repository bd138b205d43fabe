import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, extname } from 'node:path';

const WORKING_DIRECTORY = new URL('../../docs/postman/', import.meta.url);

/** As Postman tells them, by the name of the file. */
const MEDIA_TYPES = {
  '.csv': 'text/csv',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** Sends an item's request as Postman does, and gives its answer. What it would not send as Postman does is refused. */
export async function exchangeOf({ request }, collection, variables) {
  const { method, header, url, body, auth = collection.auth } = request;
  const fill = (text) => filled(text, variables);
  const address = new URL(fill(addressOf(url)));
  const headers = new Headers(enabled(header).map(({ key, value }) => [key, fill(value)]));
  const authorization = authorizationOf(auth, fill);
  if (authorization !== undefined) headers.set('authorization', authorization);
  const answer = await fetch(address, { method, headers, body: bodyOf(body, fill) });
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
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
  switch (body.mode) {
    case 'raw':
      return fill(body.raw);
    case 'urlencoded':
      return new URLSearchParams(enabled(body.urlencoded).map(({ key, value }) => [key, fill(value)]));
    case 'formdata':
      return formOf(enabled(body.formdata), fill);
    default:
      throw new TypeError(`no requests with a body of ${body.mode}`);
  }
}

function formOf(fields, fill) {
  const form = new FormData();
  for (const { key, type, value, src } of fields) {
    if (type === 'file') form.append(key, fileOf(src), basename(src));
    else form.append(key, fill(value));
  }
  return form;
}

function fileOf(src) {
  return new Blob([readFileSync(new URL(src, WORKING_DIRECTORY))], { type: MEDIA_TYPES[extname(src)] });
}

/** Variables that Postman makes anew for each place. */
const DYNAMIC = { $guid: () => randomUUID() };

/** Postman would send the name of a variable that it does not know. */
function filled(text, variables) {
  return text.replace(/\{\{(.*?)\}\}/g, (_all, name) => {
    const value = DYNAMIC[name]?.() ?? variables.get(name);
    if (value === undefined) throw new Error(`{{${name}}} has no value`);
    return value;
  });
}
