// What a script of the collection may use of Postman. Anything else throws: a check that does nothing would pass for ever.
import { isDeepStrictEqual } from 'node:util';
import { runInNewContext } from 'node:vm';

const SCRIPT_MS = 1_000;

/** Runs the scripts before a request, and waits for what they ask for. */
export async function prepare(scripts, variables) {
  const asked = [];
  const pm = strict('pm', {
    collectionVariables: variablesOf(variables),
    sendRequest: (url, callback) => asked.push(told(url, callback)),
  });
  for (const script of scripts) runInNewContext(script, { pm }, { timeout: SCRIPT_MS });
  await Promise.all(asked);
}

async function told(url, callback) {
  let answer;
  try {
    answer = await fetch(url);
  } catch (error) {
    callback(error);
    return;
  }
  const text = await answer.text();
  callback(null, strict('the answer', { code: answer.status, json: () => JSON.parse(text) }));
}

/** Runs the scripts of one answer, in their order, and says how each of their tests ended: no `failure` is a success. */
export function testsOf(scripts, exchange, variables) {
  const results = [];
  const pm = pmOf(exchange, variables, results);
  for (const script of scripts) {
    try {
      runInNewContext(script, { pm }, { timeout: SCRIPT_MS });
    } catch (error) {
      results.push({ name: 'the script itself', failure: messageOf(error) });
    }
  }
  return results;
}

function pmOf({ status, text, headers }, variables, results) {
  return strict('pm', {
    test: (name, body) => results.push({ name, failure: failureOf(body) }),
    expect: (actual) => strict('pm.expect()', { to: expectation(actual) }),
    response: strict('pm.response', {
      code: status,
      text: () => text,
      json: () => JSON.parse(text),
      headers: strict('pm.response.headers', { get: (name) => headers.get(name) ?? undefined }),
      to: strict('pm.response.to', { have: strict('pm.response.to.have', { status: statusOf(status) }) }),
    }),
    collectionVariables: variablesOf(variables),
  });
}

function variablesOf(variables) {
  return strict('pm.collectionVariables', {
    get: (name) => variables.get(name),
    set: (name, value) => variables.set(name, String(value)),
  });
}

const statusOf = (actual) => (expected) => hold(actual === expected, `status ${actual}, not ${expected}`);

function expectation(actual) {
  return strict('pm.expect().to', {
    eql: (expected) => hold(isEqual(actual, expected), `${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`),
    include: (part) => {
      if (typeof actual !== 'string') throw new TypeError('include() is for texts');
      hold(actual.includes(part), `${JSON.stringify(part)} is not in ${JSON.stringify(actual)}`);
    },
  });
}

/** A script's objects have other prototypes than ours; copies of both are alike. */
const isEqual = (actual, expected) => isDeepStrictEqual(structuredClone(actual), structuredClone(expected));

function failureOf(body) {
  try {
    return body() === undefined ? undefined : 'a test must not return anything: nobody would wait for it';
  } catch (error) {
    return messageOf(error);
  }
}

function hold(isTrue, message) {
  if (!isTrue) throw new Error(message);
}

/** A script's errors are of another realm, and it may throw anything. */
const messageOf = (error) => String(error?.message ?? error);

function strict(name, members) {
  return new Proxy(members, {
    get(target, key) {
      if (!Object.hasOwn(target, key)) throw new TypeError(`${name}.${String(key)} is not known here`);
      return target[key];
    },
    set(_target, key) {
      throw new TypeError(`${name}.${String(key)} cannot be set`);
    },
  });
}
