/** A Postman request of an operation, with the document's examples, or with what is given instead. */
export function requestOf({ path, method, operation }, given = {}) {
  const { description, parameters = [], requestBody, security } = operation;
  const body = bodyOf(requestBody?.content ?? {}, given.body);
  const auth = requestAuth(security);
  return {
    method: method.toUpperCase(),
    ...(description !== undefined && { description }),
    ...(auth !== undefined && { auth }),
    header: [
      ...(body?.mode === 'raw' ? [{ key: 'Content-Type', value: 'application/json' }] : []),
      ...parameters.filter((parameter) => parameter.in === 'header').map(entryOf),
    ],
    url: urlOf(path, given.query === undefined ? queryOf(parameters) : entriesOf(given.query), given.path),
    ...(body !== undefined && { body }),
  };
}

export const authOf = (token) => ({ type: 'bearer', bearer: [{ key: 'token', value: token, type: 'string' }] });

/** Nothing where the collection's own session is right. */
function requestAuth(security) {
  const may = (scheme) => security.some((requirement) => scheme in requirement);
  if (may('sessionToken')) return undefined;
  return may('serviceToken') ? authOf('{{serviceToken}}') : { type: 'noauth' };
}

function urlOf(path, query, values = {}) {
  const segments = path.slice(1).split('/');
  const filled = segments.map((part) => part.replace(/^\{(\w+)\}$/, (_all, name) => values[name] ?? `{{${name}}}`));
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

/** Optional ones are shown, but not sent until they are ticked. */
const entryOf = ({ name, example, schema, description, required }) => ({
  key: name,
  value: String(example ?? schema?.default ?? ''),
  ...(description !== undefined && { description }),
  ...(required !== true && { disabled: true }),
});

function bodyOf(content, given) {
  const [[type, { example, schema } = {}] = []] = Object.entries(content);
  switch (type) {
    case undefined:
      return undefined;
    case 'multipart/form-data':
      return { mode: 'formdata', formdata: Object.entries(schema.properties).map(fieldOf(example)) };
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
  (example) =>
  ([key, { format, description }]) => ({
    key,
    ...(description !== undefined && { description }),
    ...(format === 'binary' ? { type: 'file', src: [] } : { type: 'text', value: String(example?.[key] ?? '') }),
  });
