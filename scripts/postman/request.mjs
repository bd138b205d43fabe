import { SESSIONS } from './callers.mjs';

/** In docs/postman, by form field; Postman looks for them in its working directory. */
const FILES = {
  businessPhoto: 'files/photo.png',
  utilityBill: 'files/document.pdf',
  evidence: 'files/document.pdf',
  users: 'files/cardholders.xlsx',
  cards: 'files/cards.xlsx',
  file: 'files/charges.csv',
};

/** A Postman request of an operation, with the document's examples, or with what is given instead. */
export function requestOf({ path, method, operation, caller, variableOf }, given = {}) {
  const { description, parameters = [], requestBody } = operation;
  const body = bodyOf(requestBody?.content ?? {}, operation['x-form-or-query'] ?? [], given.body);
  const query = given.query === undefined ? queryOf(parameters) : entriesOf(given.query);
  return {
    method: method.toUpperCase(),
    ...(description !== undefined && { description }),
    ...(caller !== 'operator' && { auth: SESSIONS[caller] }),
    header: [
      ...(body?.mode === 'raw' ? [{ key: 'Content-Type', value: 'application/json' }] : []),
      // What is public is told apart by the page that calls.
      ...(operation['x-callers']?.includes('public') && caller === 'public'
        ? [{ key: 'Origin', value: '{{origin}}' }]
        : []),
      ...parameters.filter((parameter) => parameter.in === 'header').map((one) => headerOf(one, given.headers)),
    ],
    url: urlOf(path, query, (name) => given.path?.[name] ?? `{{${variableOf(name)}}}`),
    ...(body !== undefined && { body }),
  };
}

function urlOf(path, query, valueOf) {
  const segments = path.slice(1).split('/');
  const filled = segments.map((part) => part.replace(/^\{(\w+)\}$/, (_all, name) => valueOf(name)));
  const enabled = query.filter(({ disabled }) => disabled !== true).map(({ key, value }) => `${key}=${value}`);
  return {
    raw: `{{baseUrl}}/${filled.join('/')}${enabled.length > 0 ? `?${enabled.join('&')}` : ''}`,
    host: ['{{baseUrl}}'],
    path: filled,
    ...(query.length > 0 && { query }),
  };
}

const queryOf = (parameters) => parameters.filter((parameter) => parameter.in === 'query').map(entryOf);

const entriesOf = (values) => Object.entries(values).map(([key, value]) => ({ key, value: String(value) }));

/** Postman's own variable: a new value for each call, so that none is taken for a repetition. */
const headerOf = (parameter, given = {}) => ({
  ...entryOf(parameter),
  ...(parameter.name === 'Idempotency-Key' && { value: given[parameter.name] ?? '{{$guid}}' }),
});

/** Optional ones are shown, but not sent until they are ticked. */
const entryOf = ({ name, example, schema, description, required }) => ({
  key: name,
  value: String(example ?? schema?.default ?? ''),
  ...(description !== undefined && { description }),
  ...(required !== true && { disabled: true }),
});

function bodyOf(content, either, given) {
  const [[type, { example, schema } = {}] = []] = Object.entries(content);
  switch (type) {
    case undefined:
      return undefined;
    case 'multipart/form-data':
      return { mode: 'formdata', formdata: Object.entries(schema.properties).map(fieldOf(schema, either, example)) };
    case 'application/x-www-form-urlencoded':
      return { mode: 'urlencoded', urlencoded: entriesOf(given ?? example) };
    default:
      return {
        mode: 'raw',
        raw: JSON.stringify(given ?? example, undefined, 2),
        options: { raw: { language: 'json' } },
      };
  }
}

const fieldOf =
  ({ required = [] }, either, example) =>
  ([key, { format, description }]) => ({
    key,
    ...(description !== undefined && { description }),
    ...(!required.includes(key) && !either.includes(key) && { disabled: true }),
    ...(format === 'binary'
      ? { type: 'file', src: FILES[key] }
      : { type: 'text', value: String(example?.[key] ?? '') }),
  });
